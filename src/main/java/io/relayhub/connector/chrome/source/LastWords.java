package io.relayhub.connector.chrome.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The last lines that browsers wrote to their standard error. Safe for threads.
final class LastWords {
    private static final int LINES = 5;

    @GuardedBy("this")
    private final List<String> lines = new ArrayList<>();

    /// Reads until the end.
    void read(BufferedReader reader) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(unreadable)");
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    synchronized String text() {
        return lines.isEmpty() ? "none." : String.join(" | ", lines);
    }
}
