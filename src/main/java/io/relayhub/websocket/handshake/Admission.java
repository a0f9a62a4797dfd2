package io.relayhub.websocket.handshake;

import io.relayhub.link.Identity;

/// The rule of whether an identity's roles allow it to connect here at all; the dialect behind the path has it. Never
/// blocks.
@FunctionalInterface
public interface Admission {
    boolean admits(Identity identity);
}
