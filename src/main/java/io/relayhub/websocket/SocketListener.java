package io.relayhub.websocket;

import io.relayhub.link.Identity;
import io.relayhub.websocket.connection.Initiator;
import io.relayhub.websocket.handshake.HandshakeListener;

/// The transport's facts, each told once, from the thread on which it became true. Implementations count and log;
/// they neither block nor throw.
public interface SocketListener extends HandshakeListener {
    void opened(Peer peer, Identity identity);

    /// @param code the WebSocket close code; 1006 where there was no close frame
    void closed(Peer peer, int code, Initiator initiator);

    /// Whole messages have arrived.
    void received(Peer peer, int messages, long bytes);

    /// Whole messages have been handed to the network.
    void sent(Peer peer, int messages, long bytes);

    /// A peer did not read what was sent to it and is being closed.
    void slowConsumer(Peer peer);

    /// A peer was silent for the heartbeat timeout and is being closed.
    void heartbeatTimeout(Peer peer);

    /// A bug of the hub ended a tick of one part early. Told once a minute for each part.
    ///
    /// @param part an endpoint's name, or `door`
    void tickFailed(String part, Throwable cause);
}
