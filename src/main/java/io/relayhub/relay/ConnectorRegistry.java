package io.relayhub.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connections that requests may be given to, present from their opening until they leave or are replaced. Being
/// present does not promise that a peer can still be reached.
///
/// Reading is lock-free: it happens for every request, changes only with connections.
final class ConnectorRegistry {
    private static final Connector[] NONE = {};

    private record Name(String tenant, String id) {}

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Name, Connector> named = new HashMap<>();

    private final Map<Long, Connector> byNumber = new ConcurrentHashMap<>();
    private final Map<String, Connector[]> byTenant = new ConcurrentHashMap<>();

    /// Adds a connector, or takes note of the id that its profile has by now. A presumed one has no claim to an id.
    /// One that has left or was replaced is not added again, whatever it still says.
    ///
    /// @return the one that had the same id until now, and is no longer present; null if there was none
    @Nullable
    Connector register(Connector connector) {
        synchronized (lock) {
            if (connector.hasLeft()) {
                return null;
            }
            if (byNumber.putIfAbsent(connector.number(), connector) == null) {
                byTenant.merge(connector.tenant(), new Connector[] {connector}, ConnectorRegistry::joined);
            }
            named.values().remove(connector);
            String id = connector.profile().id();
            if (id == null || !connector.isCertain()) {
                return null;
            }
            Connector older = named.put(new Name(connector.tenant(), id), connector);
            if (older != null) {
                removeConnection(older);
            }
            return older;
        }
    }

    /// By identity: the late leaving of a replaced connection does not remove the newer one.
    void remove(Connector connector) {
        synchronized (lock) {
            named.values().remove(connector);
            removeConnection(connector);
        }
    }

    @GuardedBy("lock")
    private void removeConnection(Connector connector) {
        connector.leave();
        byNumber.remove(connector.number(), connector);
        byTenant.computeIfPresent(connector.tenant(), (tenant, all) -> without(all, connector));
    }

    boolean isPresent(long number) {
        return byNumber.containsKey(number);
    }

    /// All of a tenant. The array is never changed; it must not be by the caller either.
    Connector[] of(String tenant) {
        return byTenant.getOrDefault(tenant, NONE);
    }

    List<Connector> all() {
        return List.copyOf(byNumber.values());
    }

    private static Connector[] joined(Connector[] left, Connector[] right) {
        Connector[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    private static Connector @Nullable [] without(Connector[] all, Connector gone) {
        Connector[] rest = Arrays.stream(all).filter(each -> each != gone).toArray(Connector[]::new);
        return rest.length == 0 ? null : rest;
    }
}
