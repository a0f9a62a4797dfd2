package io.relayhub.app.drain;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The times after which peers that are sent away come back: about fifty a second, each at its own moment, within a
/// second at least and a longest time at most. Any thread.
///
/// @param peers   how many are sent away
/// @param longest the longest time
record ReturnSpread(int peers, Duration longest, RandomGenerator random) implements LongSupplier {
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long MILLIS_BETWEEN_RETURNS = 20;

    /// Milliseconds for the next peer.
    @Override
    public long getAsLong() {
        long wanted = 2 * SHORTEST_MILLIS + peers * MILLIS_BETWEEN_RETURNS;
        long latest = Math.min(wanted, longest.toMillis());
        return random.nextLong(SHORTEST_MILLIS, Math.max(SHORTEST_MILLIS + 1, latest));
    }
}
