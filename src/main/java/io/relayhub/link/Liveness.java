package io.relayhub.link;

/// Signs of life of one peer: how long it has been silent, and what is to be done about it (docs/protocol.md,
/// "Heartbeat").
///
/// Threads: the heard and sent sides are written by whoever moves a frame, [#check] is called by the ticker alone.
/// Plain volatile writes do: a lost update between two frames of the same instant changes nothing.
public final class Liveness {
    public enum Verdict {
        /// Nothing to do.
        ALIVE,
        /// There was no traffic for the ping interval, or nothing came for it: ask for a sign of life.
        PING,
        /// Nothing was heard for the whole timeout.
        GONE
    }

    private final long pingAfterNanos;
    private final long timeoutNanos;
    private volatile long lastHeard;
    private volatile long lastTraffic;
    /// Of the ticker.
    private long lastAsked;

    /// @param now             nanoseconds of the caller's clock; all times here are compared by difference
    /// @param pingAfterNanos  time without traffic, or without any of the peer, after which a ping is due
    /// @param timeoutNanos    time without a frame from the peer after which it counts as gone
    public Liveness(long now, long pingAfterNanos, long timeoutNanos) {
        this.pingAfterNanos = pingAfterNanos;
        this.timeoutNanos = timeoutNanos;
        this.lastHeard = now;
        this.lastTraffic = now;
        this.lastAsked = now;
    }

    /// Any frame from the peer, control frames included.
    public void heard(long now) {
        lastHeard = now;
        lastTraffic = now;
    }

    /// A frame was written to the peer.
    public void sent(long now) {
        lastTraffic = now;
    }

    /// The hub itself did not run for a while, so the peer's signs of life may be waiting unread: begin a full window
    /// anew.
    public void excuse(long now) {
        lastHeard = now;
    }

    public Verdict check(long now) {
        if (now - lastHeard >= timeoutNanos) {
            return Verdict.GONE;
        }
        // A peer that is sent much and says nothing is asked as well: nothing else would keep it from being gone.
        boolean owesAnswer = now - lastHeard >= pingAfterNanos && now - lastAsked >= pingAfterNanos;
        if (owesAnswer || now - lastTraffic >= pingAfterNanos) {
            lastAsked = now;
            return Verdict.PING;
        }
        return Verdict.ALIVE;
    }
}
