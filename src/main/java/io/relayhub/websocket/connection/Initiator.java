package io.relayhub.websocket.connection;

/// The side that began the closing of a connection.
public enum Initiator {
    HUB,
    PEER,
    /// The connection ended without a close frame.
    NETWORK
}
