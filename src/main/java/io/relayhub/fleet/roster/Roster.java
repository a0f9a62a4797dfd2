package io.relayhub.fleet.roster;

import io.relayhub.link.Authenticator;
import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The servers that may report, each with its secret. Immutable; any thread.
public final class Roster implements Authenticator {
    /// What a reporter may do: nothing but report.
    static final Role REPORT = new Role("report");

    private static final Secret OF_NOBODY = Secret.of("nobody's");

    private final Map<String, ConfiguredServer> servers = new TreeMap<>();

    private Roster() {}

    /// @throws IllegalArgumentException when two have one id
    public static Roster of(List<ConfiguredServer> servers) {
        Roster roster = new Roster();
        for (ConfiguredServer server : servers) {
            if (roster.servers.put(server.id(), server) != null) {
                throw new IllegalArgumentException("id '" + server.id() + "' is given twice");
            }
        }
        return roster;
    }

    @Override
    public @Nullable Identity authenticate(Credential credential) {
        String id = credential.id() == null ? "" : credential.id();
        ConfiguredServer server = servers.get(id);
        boolean matches = (server == null ? OF_NOBODY : server.secret()).matches(credential.secret());
        return matches && server != null ? new Identity(id, "default", Set.of(REPORT), null) : null;
    }

    /// By their ids.
    public Collection<ConfiguredServer> servers() {
        return servers.values();
    }

    public @Nullable ConfiguredServer get(String id) {
        return servers.get(id);
    }

    public int size() {
        return servers.size();
    }
}
