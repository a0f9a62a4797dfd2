package io.relayhub.websocket;

import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import io.relayhub.websocket.handshake.HandshakeListener;
import org.jspecify.annotations.Nullable;

/// The transport's facts, each told once, from the thread on which it became true. Implementations count and log;
/// they neither block nor throw. A null role is a peer whose role is not decided yet.
public interface SocketListener extends HandshakeListener {
    /// Who began the closing of a connection.
    enum Initiator {
        HUB,
        PEER,
        /// The connection ended without a close frame.
        NETWORK
    }

    void opened(String session, Identity identity);

    /// @param code the WebSocket close code; 1006 where there was no close frame
    void closed(String session, @Nullable Role role, int code, Initiator initiator);

    /// A whole message has arrived.
    void received(@Nullable Role role, int bytes);

    /// A whole message has been handed to the network.
    void sent(@Nullable Role role, int bytes);

    /// A peer did not read what was sent to it and is being closed.
    void slowConsumer(String session, @Nullable Role role);

    /// A peer was silent for the heartbeat timeout and is being closed.
    void heartbeatTimeout(String session, @Nullable Role role);
}
