package io.relayhub.bench;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/// Counters of the peers while a run is being measured; before that they may say what they like. For any threads.
final class Tally {
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Runnable hopeless;
    private final LongAdder answers = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder unsent = new LongAdder();
    private final LongAdder strays = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);

    private volatile boolean isCounting;
    private volatile boolean isForeign;
    private volatile @Nullable String whyLost;

    /// @param hopeless called when the run has no sense any more; may be called often
    Tally(Runnable hopeless) {
        this.hopeless = hopeless;
    }

    static Histogram noLatencies() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    void count() {
        latencies.reset();
        isCounting = true;
    }

    void stopCounting() {
        isCounting = false;
    }

    /// @param nanos since the request was sent, or ought to have been
    void answered(long nanos, int length) {
        if (isCounting) {
            answers.increment();
            bytes.add(length);
        }
        latencies.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    void failed(String code) {
        if (isCounting) {
            errors.computeIfAbsent(code, _ -> new LongAdder()).increment();
        }
    }

    /// A request that left later than it was due.
    void late() {
        if (isCounting) {
            late.increment();
        }
    }

    /// A request that could not be sent, because too many of its agent's are open.
    void unsent() {
        if (isCounting) {
            unsent.increment();
        }
    }

    /// A message to an agent that answers none of its open requests.
    void stray() {
        if (isCounting) {
            strays.increment();
        }
    }

    /// An answer that none of this run's connectors gave.
    void foreign() {
        isForeign = true;
        hopeless.run();
    }

    boolean isForeign() {
        return isForeign;
    }

    void lost(String why) {
        lost.increment();
        if (whyLost == null) {
            whyLost = why;
        }
    }

    long lost() {
        return lost.sum();
    }

    /// Why the first connection was lost; empty where none was.
    String whyLost() {
        String why = whyLost;
        return why == null ? "" : why;
    }

    /// The latencies since the last call.
    Histogram interval() {
        return latencies.getIntervalHistogram();
    }

    long answers() {
        return answers.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long lateSends() {
        return late.sum();
    }

    long unsentRequests() {
        return unsent.sum();
    }

    long strays() {
        return strays.sum();
    }

    SortedMap<String, Long> errors() {
        SortedMap<String, Long> sums = new TreeMap<>();
        errors.forEach((code, count) -> sums.put(code, count.sum()));
        return sums;
    }
}
