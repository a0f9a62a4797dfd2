package io.relayhub.connector.chrome.cdp;

import java.time.Duration;

/// The moment until which something is worth waiting for.
///
/// @param nanoTime on the clock of [System#nanoTime]; compared by difference
public record Deadline(long nanoTime) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// The nearer of this one and the one so far from now.
    public Deadline orIn(Duration time) {
        return orEarlier(in(time));
    }

    public Deadline orEarlier(Deadline other) {
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    /// Never negative.
    public long nanosLeft() {
        return Math.max(0, nanoTime - System.nanoTime());
    }

    /// Rounded up: 0 only once it has passed.
    public long millisLeft() {
        return (nanosLeft() + 999_999) / 1_000_000;
    }

    public boolean passed() {
        return nanosLeft() == 0;
    }
}
