package io.relayhub.dial;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The wait before the next attempt: a random part of a bound that doubles with every attempt in a row, so
/// that the peers of a hub that comes back do not all arrive at once.
///
/// @param first       the bound before the first attempt
/// @param cap         the largest bound
/// @param maxAttempts attempts in a row after which there is no next one; -1 for no end
public record Backoff(Duration first, Duration cap, int maxAttempts) {
    /// 0.5 s doubled up to 30 s, without end.
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), -1);

    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("the first delay must be positive and at most " + cap);
        }
        if (maxAttempts < -1) {
            throw new IllegalArgumentException("the number of attempts must be -1 (no end) or at least 0");
        }
    }

    public Backoff startingAt(Duration delay) {
        return new Backoff(delay, cap.compareTo(delay) < 0 ? delay : cap, maxAttempts);
    }

    public Backoff atMost(int attempts) {
        return new Backoff(first, cap, attempts);
    }

    /// @param attempts how many attempts were made since the connection was last healthy
    boolean exhausted(int attempts) {
        return maxAttempts >= 0 && attempts >= maxAttempts;
    }

    Duration delay(int attempts, RandomGenerator random) {
        // 2^30 times anything is beyond the cap, and within a long of nanoseconds for first delays up to 8 s.
        long bound = first.toMillis() << Math.min(attempts, 20);
        return Duration.ofMillis(random.nextLong(Math.min(bound, cap.toMillis()) + 1));
    }
}
