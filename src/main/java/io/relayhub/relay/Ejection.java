package io.relayhub.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Whether a connector is passed over because it leaves requests unanswered: after some timeouts in a row it rests
/// for a while, then one request is its trial.
final class Ejection {
    private enum State {
        ADMITTED,
        RESTING,
        ON_TRIAL
    }

    private final Object lock = new Object();
    private final int limit;
    private final long restNanos;

    @GuardedBy("lock")
    private State state = State.ADMITTED;

    @GuardedBy("lock")
    private int timeouts;

    @GuardedBy("lock")
    private long restsUntil;

    /// @param limit timeouts in a row that end the connector's admission
    Ejection(int limit, long restNanos) {
        this.limit = limit;
        this.restNanos = restNanos;
    }

    /// Whether a request may be given now; [#begin] has the last word.
    boolean admits(long now) {
        synchronized (lock) {
            return switch (state) {
                case ADMITTED -> true;
                case RESTING -> now - restsUntil >= 0;
                case ON_TRIAL -> false;
            };
        }
    }

    /// A request is about to be given. False when another one is the trial already.
    boolean begin(long now) {
        synchronized (lock) {
            boolean admitted = admits(now);
            if (admitted && state == State.RESTING) {
                state = State.ON_TRIAL;
            }
            return admitted;
        }
    }

    /// A request that was begun found no place, or was withdrawn: it says nothing of the connector.
    void undo() {
        synchronized (lock) {
            if (state == State.ON_TRIAL) {
                state = State.RESTING;
            }
        }
    }

    void answered() {
        synchronized (lock) {
            state = State.ADMITTED;
            timeouts = 0;
        }
    }

    /// A request was left unanswered.
    ///
    /// @return true when the connector is to rest from now on
    boolean timedOut(long now) {
        synchronized (lock) {
            boolean ejected = switch (state) {
                case ADMITTED -> ++timeouts >= limit;
                case RESTING -> false;
                case ON_TRIAL -> true;
            };
            if (ejected) {
                state = State.RESTING;
                restsUntil = now + restNanos;
            }
            return ejected;
        }
    }
}
