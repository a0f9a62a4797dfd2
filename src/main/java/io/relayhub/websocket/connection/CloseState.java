package io.relayhub.websocket.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/// The end of one connection, the only place that knows how far it has come: a close begins, both sides say theirs
/// (RFC 6455 section 7), and the connection is over. The first cause stands. Each transition says whether it is the
/// one that was waited for. Any thread.
public final class CloseState {
    /// @param code the WebSocket close code; 1006 where there was no close frame
    public record Cause(int code, Initiator initiator) {}

    private final long closeTimeoutNanos;
    private volatile @Nullable Cause cause;
    private volatile long since;

    @GuardedBy("this")
    private boolean peerClosed;

    @GuardedBy("this")
    private boolean hubClosed;

    @GuardedBy("this")
    private boolean over;

    /// @param closeTimeoutNanos the peer's time to answer a close, and the network's to take the hub's
    public CloseState(long closeTimeoutNanos) {
        this.closeTimeoutNanos = closeTimeoutNanos;
    }

    /// @return false when it had begun before
    public synchronized boolean begin(int code, Initiator initiator, long now) {
        if (cause != null) {
            return false;
        }
        since = now;
        cause = new Cause(code, initiator);
        return true;
    }

    /// The peer's close frame has come, be it the first or the answer to the hub's.
    ///
    /// @return whether both sides have closed now
    synchronized boolean peerClosed(int code, long now) {
        peerClosed = true;
        begin(code, Initiator.PEER, now);
        return hubClosed;
    }

    /// The hub's close frame has been handed to the network.
    ///
    /// @return whether both sides have closed now
    synchronized boolean hubClosed() {
        hubClosed = true;
        return peerClosed;
    }

    /// The connection is gone.
    ///
    /// @return whether this is the first call
    public synchronized boolean complete() {
        boolean first = !over;
        over = true;
        return first;
    }

    public boolean hasBegun() {
        return cause != null;
    }

    /// Null while it has not begun.
    public @Nullable Cause cause() {
        return cause;
    }

    /// Whether a close that has begun should be over by now.
    boolean overdue(long now) {
        return now - since >= closeTimeoutNanos;
    }

    /// Lets the time of a close begin anew.
    void excuse(long now) {
        since = now;
    }
}
