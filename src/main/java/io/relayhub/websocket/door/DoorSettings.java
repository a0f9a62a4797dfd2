package io.relayhub.websocket.door;

import java.time.Duration;

/// The limits of connections that have not become WebSockets (docs/operations.md, "Settings").
///
/// @param headerTimeout from a connection, or the first byte of a further request, to the end of the request's header
/// @param connections   at the same time; the oldest gives way to a new one
/// @param perAddress    of those from one [io.relayhub.link.Network]
public record DoorSettings(Duration headerTimeout, int connections, int perAddress) {
    public DoorSettings {
        if (!headerTimeout.isPositive()) {
            throw new IllegalArgumentException("door.header-timeout must be longer than nothing");
        }
        if (connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("door.connections and door.per-address must be at least 1");
        }
    }

    /// The defaults of docs/operations.md.
    public static DoorSettings defaults() {
        return new DoorSettings(Duration.ofSeconds(10), 768, 384);
    }
}
