package io.relayhub.link;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Owner of a credential. Agents reach connectors of their own tenant only.
///
/// @param name      the operator's name for it; fit for logs, never the credential itself
/// @param tenant    the tenant, an opaque word; `default` where an operator names none
/// @param roles     what it may be used for; at least one
/// @param expiresAt the moment from which it is no longer valid; open connections end then. Null: never
/// @param agentRate messages a second that it may send as an agent; 0: what the hub allows everybody
public record Identity(
        String name,
        String tenant,
        Set<Role> roles,
        @Nullable Instant expiresAt,
        int agentRate) {
    public Identity {
        if (name.isBlank() || tenant.isBlank()) {
            throw new IllegalArgumentException("an identity needs a name and a tenant");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("identity '" + name + "' needs at least one role");
        }
        if (agentRate < 0) {
            throw new IllegalArgumentException("identity '" + name + "' has a rate below 0");
        }
        roles = Set.copyOf(roles);
    }

    public Identity(String name, String tenant, Set<Role> roles, @Nullable Instant expiresAt) {
        this(name, tenant, roles, expiresAt, 0);
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }
}
