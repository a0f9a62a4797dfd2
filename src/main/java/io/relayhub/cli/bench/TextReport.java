package io.relayhub.cli.bench;

import io.relayhub.bench.Outcome;
import java.util.Locale;
import java.util.stream.Collectors;

/// The outcome as a few lines to read.
final class TextReport {
    private static final double MILLI = 1_000;
    private static final double SECOND = 1_000_000;

    private TextReport() {}

    static String of(Outcome outcome, String hub) {
        String errors = outcome.errors().isEmpty()
                ? "none"
                : outcome.errors().entrySet().stream()
                        .map(error -> error.getKey() + " " + error.getValue())
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                """
                %s
                %s, %.1f s

                  Requests/s  %,.0f   (%,.1f MB/s of answers)
                  Latency     p50 %s   p90 %s   p99 %s   p99.9 %s   longest %s
                  Errors      %s
                """,
                hub,
                outcome.load(),
                outcome.time().toMillis() / MILLI,
                outcome.perSecond(),
                outcome.bytesPerSecond() / SECOND,
                time(outcome.micros(50)),
                time(outcome.micros(90)),
                time(outcome.micros(99)),
                time(outcome.micros(99.9)),
                time(outcome.micros(100)),
                errors);
    }

    /// In the unit that a person would choose.
    static String time(double micros) {
        if (micros < MILLI) {
            return String.format(Locale.ROOT, "%.0f µs", micros);
        }
        return micros < SECOND
                ? String.format(Locale.ROOT, "%.2f ms", micros / MILLI)
                : String.format(Locale.ROOT, "%.2f s", micros / SECOND);
    }
}
