package io.relayhub.relay.limits;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// The passing over of a connector that leaves requests unanswered: after some timeouts in a row it rests for a while,
/// then one request is its trial. A timeout counts where the request had the time that this connector has needed of
/// late: a shorter deadline, which the agent chose, says nothing about the connector.
public final class Ejection {
    private enum State {
        ADMITTED,
        RESTING,
        ON_TRIAL
    }

    private final Object lock = new Object();
    /// Time that every connector is granted.
    private static final long LEAST_PATIENCE = 1_000_000_000L;

    private final int limit;
    private final long restNanos;
    private final long mostPatience;

    /// The slowest of the recent answers in nanoseconds, forgotten bit by bit.
    @GuardedBy("lock")
    private long slowest;

    @GuardedBy("lock")
    private State state = State.ADMITTED;

    @GuardedBy("lock")
    private int timeouts;

    @GuardedBy("lock")
    private long restsUntil;

    /// @param limit        timeouts in a row that end the connector's admission
    /// @param mostPatience the time after which a missing answer counts in any case, in nanoseconds
    public Ejection(int limit, long restNanos, long mostPatience) {
        this.limit = limit;
        this.restNanos = restNanos;
        this.mostPatience = mostPatience;
    }

    /// Whether a request may be given now; [#begin] has the last word.
    public boolean admits(long now) {
        synchronized (lock) {
            return switch (state) {
                case ADMITTED -> true;
                case RESTING -> now - restsUntil >= 0;
                case ON_TRIAL -> false;
            };
        }
    }

    /// A request is about to be given. False when another one is the trial already.
    public boolean begin(long now) {
        synchronized (lock) {
            boolean admitted = admits(now);
            if (admitted && state == State.RESTING) {
                state = State.ON_TRIAL;
            }
            return admitted;
        }
    }

    /// A request that was begun found no place, or was withdrawn: it says nothing of the connector.
    public void undo() {
        synchronized (lock) {
            if (state == State.ON_TRIAL) {
                state = State.RESTING;
            }
        }
    }

    /// @param nanos how long the answer took
    public void answered(long nanos) {
        synchronized (lock) {
            slowest = Math.max(nanos, slowest - slowest / 8);
            state = State.ADMITTED;
            timeouts = 0;
        }
    }

    /// An answer came too late: the connector works.
    public void heardLate() {
        synchronized (lock) {
            state = State.ADMITTED;
            timeouts = 0;
        }
    }

    /// A request was left unanswered.
    ///
    /// @param had the time it had, in nanoseconds
    /// @return true when the connector is to rest from now on
    public boolean timedOut(long had, long now) {
        synchronized (lock) {
            if (had < Math.min(mostPatience, Math.max(LEAST_PATIENCE, 2 * slowest))) {
                undo();
                return false;
            }
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
