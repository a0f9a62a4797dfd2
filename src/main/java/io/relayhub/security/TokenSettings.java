package io.relayhub.security;

import io.relayhub.link.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// One entry of `relayhub.tokens`: a credential and the identity it belongs to (docs/operations.md, "Tokens").
/// [TokenTable] says what is wrong with an entry; it knows the entry's place in the list.
///
/// @param name      the operator's name for the identity; stands in logs
/// @param token     the credential itself; null where only its hash is given
/// @param sha256    the SHA-256 of the token's UTF-8 bytes as 64 hexadecimal digits; null where the token is given
/// @param expiresAt the moment from which the token is no longer valid; null: never
/// @param agentRate messages a second of one agent with this token; 0: what `relayhub.agent-rate` says
public record TokenSettings(
        @DefaultValue("") String name,
        @Nullable String token,
        @Nullable String sha256,
        @DefaultValue("default") String tenant,
        @DefaultValue Set<Role> roles,
        @Nullable Instant expiresAt,
        @DefaultValue("0") int agentRate) {
    public TokenSettings {
        // An empty variable in an environment file means that nothing was given.
        token = token == null || token.isEmpty() ? null : token;
        sha256 = sha256 == null || sha256.isEmpty() ? null : sha256;
    }

    /// Without the credential: settings are printed by more code than one would think.
    @Override
    public String toString() {
        return "TokenSettings[name=" + name + ", tenant=" + tenant + ", roles=" + roles + "]";
    }
}
