package io.relayhub.cli.bench;

import io.relayhub.bench.LoadRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// Progress of a run, on one line of a terminal that is written anew every second.
final class LiveLine implements LoadRun.Listener, AutoCloseable {
    private static final String CLEARED = "\r\033[K";

    private final PrintWriter terminal;
    private final boolean person;

    /// @param person whether anybody looks; nothing is written otherwise
    LiveLine(PrintWriter terminal, boolean person) {
        this.terminal = terminal;
        this.person = person;
        write("  connecting …");
    }

    @Override
    public void connected() {
        write("  connected");
    }

    @Override
    public void second(boolean isWarmUp, Duration elapsed, double answers, double p50, double p99) {
        write(String.format(
                Locale.ROOT,
                "  %s %3d s   %,9.0f requests/s   p50 %s   p99 %s",
                isWarmUp ? "warm-up  " : "measuring",
                elapsed.toSeconds(),
                answers,
                TextReport.time(p50),
                TextReport.time(p99)));
    }

    void clear() {
        write("");
    }

    @Override
    public void close() {
        clear();
    }

    private void write(String text) {
        if (person) {
            terminal.print(CLEARED + text);
            terminal.flush();
        }
    }
}
