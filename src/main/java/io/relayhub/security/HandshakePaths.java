package io.relayhub.security;

import java.util.Set;

/// The paths at which WebSocket handshakes arrive, exact ones or `/below/**`. Each handshake's own guard decides there
/// (docs/protocol.md, "Handshake"); the rules of the HTTP side leave them alone.
public record HandshakePaths(Set<String> paths) {
    public HandshakePaths {
        paths = Set.copyOf(paths);
    }
}
