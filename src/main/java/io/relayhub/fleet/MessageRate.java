package io.relayhub.fleet;

import java.time.Duration;

/// The rate of one peer's messages: so many a second, and what is beyond does not count. One thread at a time.
final class MessageRate {
    private static final int A_SECOND = 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long second;
    private int count;

    MessageRate(long now) {
        this.second = now;
    }

    boolean allows(long now) {
        if (now - second >= SECOND) {
            second = now;
            count = 0;
        }
        return ++count <= A_SECOND;
    }
}
