package io.relayhub.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;

/// Figures that a run measured.
///
/// @param latencies  in nanoseconds, of the answers
/// @param answers    that came while it was measured
/// @param bytes      of these
/// @param errors     answers that were none, by their codes
/// @param late       requests of an open loop that left more than a millisecond after they were due
/// @param unsent     requests of an open loop that could not be sent, because too many were open
/// @param unanswered requests that were still open two seconds after the end
/// @param strays     messages to agents that answered nothing they had asked
/// @param lost       connections that ended before the run did
/// @param whyLost    the reason of the first of these, or empty
/// @param own        the share of all processors that this process used, from 0 to 1
/// @param ofAll      the share that all processes used; negative where it is not known
/// @param isLocal    whether the hub ran on this machine
/// @param isWhole    false where it was stopped before its time
public record Outcome(
        Load load,
        Duration time,
        Histogram latencies,
        long answers,
        long bytes,
        SortedMap<String, Long> errors,
        long late,
        long unsent,
        long unanswered,
        long strays,
        long lost,
        String whyLost,
        double own,
        double ofAll,
        boolean isLocal,
        boolean isWhole) {
    private static final double FULL = 0.85;
    private static final double LATE_SHARE = 0.01;
    private static final double KEPT_RATE = 0.98;
    private static final int TICKS_PER_HALVING = 5;

    /// A point of the latency curve.
    ///
    /// @param percentile from 0 to 100
    public record Point(double percentile, double micros) {}

    public double perSecond() {
        return answers / Math.max(time.toNanos() / 1e9, 1e-9);
    }

    public double bytesPerSecond() {
        return bytes / Math.max(time.toNanos() / 1e9, 1e-9);
    }

    /// @param percentile from 0 to 100
    public double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }

    /// From the fastest answer to the slowest, denser towards the slow ones.
    public List<Point> curve() {
        return StreamSupport.stream(latencies.percentiles(TICKS_PER_HALVING).spliterator(), false)
                .map(value -> new Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / 1_000.0))
                .toList();
    }

    /// Whether the numbers say more about this program than about the hub.
    public boolean wasTheLimit() {
        return own > FULL || isSendingLate();
    }

    private boolean isSendingLate() {
        return late > LATE_SHARE * Math.max(answers, 1);
    }

    /// What one must know before one believes the numbers, as sentences.
    public List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        if (own > FULL) {
            caveats.add(text(
                    "This program was the limit: it used %.0f %% of the machine's processors. The hub may be faster.",
                    100 * own));
        } else if (isLocal && ofAll > FULL) {
            caveats.add(text(
                    "Hub and load shared a machine whose processors were busy for %.0f %% of the time, %.0f %% with the"
                            + " load: the hub alone is faster.",
                    100 * ofAll, 100 * own));
        }
        if (isSendingLate()) {
            caveats.add(text(
                    "This program was the limit: %d requests left more than a millisecond after they were due.", late));
        }
        if (unsent > 0) {
            caveats.add(text("%d requests were not sent, because too many of their agent's were open.", unsent));
        }
        if (load.isOpenLoop() && perSecond() < KEPT_RATE * load.rate()) {
            caveats.add(text("%.0f of %.0f requests a second were answered.", perSecond(), load.rate()));
        }
        if (unanswered > 0) {
            caveats.add(text("%d requests had no answer two seconds after the end.", unanswered));
        }
        if (strays > 0) {
            caveats.add(text("%d messages answered nothing that was asked.", strays));
        }
        if (lost > 0) {
            caveats.add(text("%d connections were lost; the first: %s.", lost, whyLost));
        }
        if (!isWhole) {
            caveats.add("It was stopped before its time.");
        }
        return caveats;
    }

    @FormatMethod
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
