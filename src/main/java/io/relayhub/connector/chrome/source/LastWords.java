package io.relayhub.connector.chrome.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The last lines that a browser wrote to its standard error, and the one of them that tells most. Safe for threads.
final class LastWords {
    private static final int LINES = 10;
    private static final int MAX_CHARS = 200;

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

    /// Empty when nothing was said.
    synchronized String text() {
        String telling = lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("FATAL"))
                .reduce((first, last) -> first)
                .orElse(lines.isEmpty() ? "" : lines.getLast());
        // Process, time and source file say nothing to an operator.
        String words = telling.replaceFirst("^\\[[^\\]]*]\\s*", "").strip();
        return words.length() <= MAX_CHARS ? words : words.substring(0, MAX_CHARS) + "…";
    }
}
