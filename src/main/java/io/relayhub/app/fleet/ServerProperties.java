package io.relayhub.app.fleet;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// One entry of `relayhub.fleet.servers` or of the file (docs/fleet.md, "Switching it on"). [ServerList] says what is
/// wrong with one; it knows its place.
public record ServerProperties(
        @DefaultValue("") String id,
        @DefaultValue("") String name,
        @Nullable String secret,
        @Nullable String sha256,
        @DefaultValue("") String group,
        @DefaultValue("") String countryCode) {
    public ServerProperties {
        // An empty variable in an environment file means that nothing was given.
        secret = secret == null || secret.isEmpty() ? null : secret;
        sha256 = sha256 == null || sha256.isEmpty() ? null : sha256;
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "ServerProperties[id=" + id + "]";
    }
}
