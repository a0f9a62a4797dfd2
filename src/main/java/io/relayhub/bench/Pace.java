package io.relayhub.bench;

/// A fixed rate by the clock: request n is due at its time whatever became of those before it, and its latency counts
/// from then. Times are of `System.nanoTime`.
record Pace(long start, double perSecond) {
    private static final double NANOS = 1e9;

    /// A request that leaves so much later than it was due says that the sender could not keep the rate.
    static final long LATE_NANOS = 1_000_000;

    long dueAt(long number) {
        return start + (long) (number * (NANOS / perSecond));
    }

    static boolean isLate(long due, long sent) {
        return sent - due > LATE_NANOS;
    }
}
