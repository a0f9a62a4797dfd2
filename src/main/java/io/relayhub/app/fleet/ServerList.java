package io.relayhub.app.fleet;

import io.relayhub.fleet.roster.ConfiguredServer;
import io.relayhub.fleet.roster.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks lists of servers.
///
/// @param shared the secret of all servers that have none of their own; null: each needs its own
record ServerList(@Nullable String shared) {
    /// @param place of the list, for sentences
    /// @throws IllegalArgumentException with a sentence that begins with the field's place, and no secret in it
    List<ConfiguredServer> of(String place, List<ServerProperties> entries) {
        List<ConfiguredServer> servers = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            String here = place + "[" + i + "].";
            ConfiguredServer server;
            try {
                server = of(entries.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(here + e.getMessage());
            }
            Integer other = places.putIfAbsent(server.id(), i);
            if (other != null) {
                throw new IllegalArgumentException(
                        here + "id is '" + server.id() + "', which " + place + "[" + other + "] has already");
            }
            servers.add(server);
        }
        return servers;
    }

    private ConfiguredServer of(ServerProperties entry) {
        return new ConfiguredServer(
                entry.id(), entry.name().strip(), secret(entry), entry.group().strip(), entry.countryCode());
    }

    private Secret secret(ServerProperties entry) {
        if (entry.secret() != null && entry.sha256() != null) {
            throw new IllegalArgumentException("secret and sha256 are both given: give one of them");
        }
        if (entry.sha256() != null) {
            return Secret.ofSha256(entry.sha256());
        }
        String secret = entry.secret() != null ? entry.secret() : shared;
        if (secret == null) {
            throw new IllegalArgumentException(
                    "secret is missing: give one, or its sha256, or relayhub.fleet.secret for all servers");
        }
        return Secret.of(secret);
    }
}
