package io.relayhub.link;

import org.jspecify.annotations.Nullable;

/// Proof that a peer presents to be let in. Its text form shows none of it.
///
/// @param id     whose secret it is, where an endpoint asks for both; null where the secret says it all
/// @param secret as the peer sent it, of any length and content; empty when it sent none
public record Credential(@Nullable String id, String secret) {
    /// A token by itself.
    public static Credential token(String token) {
        return new Credential(null, token);
    }

    @Override
    public String toString() {
        return "Credential";
    }
}
