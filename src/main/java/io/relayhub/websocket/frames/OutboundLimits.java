package io.relayhub.websocket.frames;

/// How much may wait for one peer (docs/protocol.md, "Limits").
///
/// @param peerBytes above which a message finds no room
public record OutboundLimits(long peerBytes) {
    /// A message this short may still come, so that a peer whose queue is full can be told so.
    private static final int SHORT = 4 * 1024;

    private static final long FOR_SHORT_ONES = 256 * 1024;

    /// Whether a message has room behind so many bytes that wait. One that comes within the limit may be longer than
    /// what is left of it, so that the largest message finds room in any queue.
    boolean allow(long waiting, int length) {
        return waiting <= peerBytes || (length <= SHORT && waiting <= peerBytes + FOR_SHORT_ONES);
    }
}
