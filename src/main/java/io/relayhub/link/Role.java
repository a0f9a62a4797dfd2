package io.relayhub.link;

/// What a token may be used for, and what a connection turns out to be (docs/protocol.md, "Handshake").
public enum Role {
    /// Sends requests and receives their answers.
    AGENT,
    /// Receives requests and answers them.
    CONNECTOR,
    /// Watches states and events; sends nothing that changes anything.
    VIEWER,
    /// Reads the operational side: actuator endpoints, metrics, lists of connections. Not a role of a relay connection.
    OPS
}
