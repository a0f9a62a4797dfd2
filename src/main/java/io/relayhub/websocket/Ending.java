package io.relayhub.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.websocket.SocketListener.Initiator;
import org.jspecify.annotations.Nullable;

/// How one connection ends: a close begins, the peer has its time to answer it, and the connection is over. The first
/// cause stands. Any thread.
final class Ending {
    private final long closeTimeoutNanos;
    private volatile @Nullable Cause cause;
    private volatile long since;
    private volatile boolean peerHasClosed;

    @GuardedBy("this")
    private boolean over;

    /// @param code the WebSocket close code; 1006 where there was no close frame
    record Cause(int code, Initiator initiator) {}

    /// @param closeTimeoutNanos the peer's time to answer a close
    Ending(long closeTimeoutNanos) {
        this.closeTimeoutNanos = closeTimeoutNanos;
    }

    /// @return false when it had begun before
    synchronized boolean begin(int code, Initiator initiator, long now) {
        if (cause != null) {
            return false;
        }
        since = now;
        cause = new Cause(code, initiator);
        return true;
    }

    /// A close frame has come, be it the first or the answer to the hub's.
    void peerCloses(int code, long now) {
        peerHasClosed = true;
        begin(code, Initiator.PEER, now);
    }

    /// The connection is gone.
    ///
    /// @return whether this is the first call
    synchronized boolean complete() {
        boolean first = !over;
        over = true;
        return first;
    }

    boolean hasBegun() {
        return cause != null;
    }

    boolean peerHasClosed() {
        return peerHasClosed;
    }

    /// Null while it has not begun.
    @Nullable
    Cause cause() {
        return cause;
    }

    /// Whether a close that has begun should have been answered by now.
    boolean overdue(long now) {
        return now - since >= closeTimeoutNanos;
    }

    /// Lets the peer's time begin anew.
    void excuse(long now) {
        since = now;
    }
}
