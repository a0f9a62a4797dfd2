package io.relayhub.websocket.handshake;

/// The facts about handshakes, each told once, from the thread that answers it. Implementations count and log; they
/// neither block nor throw.
public interface HandshakeListener {
    /// How a handshake ended.
    enum Handshake {
        ACCEPTED,
        AUTH_FAILED,
        /// A wrong credential from an address that has presented too many.
        TOO_MANY_ATTEMPTS,
        AMBIGUOUS_CREDENTIALS,
        ORIGIN_NOT_ALLOWED,
        /// A valid token whose roles are not for this path.
        FORBIDDEN,
        SERVER_FULL,
        DRAINING,
        /// Not a WebSocket handshake of version 13, or not for the exact path.
        MALFORMED,
        /// A bug of the hub, reported by [#failed] too.
        INTERNAL
    }

    /// @param endpoint the name of the endpoint that was asked for
    void handshake(String endpoint, Handshake result);

    /// A bug of the hub ended a handshake or a conversation.
    ///
    /// @param session   `handshake` where there is no session yet
    /// @param reference what the peer was told, to be found in the log
    void failed(String session, String reference, Throwable cause);
}
