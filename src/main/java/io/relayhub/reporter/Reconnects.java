package io.relayhub.reporter;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The wait before each attempt in a row: 3 s, then 1.2 times as long each time, 10 min at most. Up to a fifth more is
/// added, so that the servers of a hub that comes back do not all arrive at once. One thread.
final class Reconnects {
    private static final double FIRST_MILLIS = 3_000;
    private static final double FACTOR = 1.2;
    private static final double LONGEST_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private double bound = FIRST_MILLIS;

    Reconnects(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        double delay = bound * (1 + JITTER * random.nextDouble());
        bound = Math.min(bound * FACTOR, LONGEST_MILLIS);
        return Duration.ofMillis(Math.round(delay));
    }

    /// The connection was healthy.
    void reset() {
        bound = FIRST_MILLIS;
    }
}
