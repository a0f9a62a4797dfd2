package io.relayhub.daemon;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A moment until which something in another process is waited for, by looking again and again: a record, a lock or
/// an end over there has no event that reaches this one.
final class Deadline {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - atNanos >= 0;
    }

    void pause() {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }

    /// @return whether the condition came true in time
    boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (isOver()) {
                return false;
            }
            pause();
        }
        return true;
    }
}
