package io.relayhub.websocket.handshake;

import io.relayhub.link.Identity;

/// The answer to a credential.
sealed interface Verdict {
    record Admitted(Identity identity) implements Verdict {}

    /// @param retrySeconds after which another attempt makes sense; 0 where time changes nothing
    record Refused(Refusal refusal, int retrySeconds) implements Verdict {
        Refused(Refusal refusal) {
            this(refusal, 0);
        }
    }
}
