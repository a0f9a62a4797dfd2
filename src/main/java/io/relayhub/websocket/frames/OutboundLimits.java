package io.relayhub.websocket.frames;

import java.util.function.LongSupplier;

/// The limits of what may wait for one peer (docs/protocol.md, "Limits").
///
/// @param peerBytes above which a message finds no room
/// @param share     bytes above which a message finds no room now, because of what waits for others
public record OutboundLimits(long peerBytes, LongSupplier share) {
    /// A message this short may still come, so that a peer whose queue is full can be told so.
    private static final int SHORT = 4 * 1024;

    private static final long FOR_SHORT_ONES = 256 * 1024;

    /// For a peer that need not think of others.
    public OutboundLimits(long peerBytes) {
        this(peerBytes, () -> Long.MAX_VALUE);
    }

    /// Whether so many bytes that wait leave room. A message that comes then may be longer than what is left of it, so
    /// that the largest message finds room in any queue.
    boolean hasRoom(long waiting) {
        return waiting <= peerBytes && (waiting == 0 || waiting <= share.getAsLong());
    }

    /// Whether a message may come all the same.
    ///
    /// @param beyond bytes that have come so since there was room the last time
    boolean allowShort(int length, long beyond) {
        return length <= SHORT && beyond + length <= FOR_SHORT_ONES;
    }
}
