package io.relayhub.websocket.handshake;

import io.relayhub.link.Identity;

/// Whether an identity's roles allow it to connect here at all; the dialect behind the path knows. Never blocks.
@FunctionalInterface
public interface Admission {
    boolean admits(Identity identity);
}
