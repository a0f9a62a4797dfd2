package io.relayhub.link;

import org.jspecify.annotations.Nullable;

/// From a token to the identity it belongs to. Never blocks; takes the same time for an unknown token as for a wrong
/// one.
@FunctionalInterface
public interface Authenticator {
    /// Looks up the identity that has this token.
    ///
    /// @param token as the peer sent it, of any length and content
    /// @return null when no valid identity has this token
    @Nullable
    Identity authenticate(String token);
}
