package io.relayhub.link;

import org.jspecify.annotations.Nullable;

/// From a credential to the identity it belongs to. Never blocks; takes the same time for an unknown secret as for a
/// wrong one.
@FunctionalInterface
public interface Authenticator {
    /// Looks up the identity that has this credential.
    ///
    /// @return null when no valid identity has it
    @Nullable
    Identity authenticate(Credential credential);
}
