package io.relayhub.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.Session;
import io.relayhub.relay.codec.RequestId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connected agent and its open requests, by the ids it chose.
///
/// Requests are added by the agent's own conversation alone, and removed by whoever settles them. This table follows
/// the connector's: which outcome a request gets is decided there ([PendingRequests]).
final class Agent {
    enum Opening {
        OPENED,
        /// A request with this id is open.
        DUPLICATE,
        FULL
    }

    private final Session session;
    private final int limit;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<RequestId, PendingRequest> open = new HashMap<>();

    /// @param limit how many requests may be open
    Agent(Session session, int limit) {
        this.session = session;
        this.limit = limit;
    }

    Session session() {
        return session;
    }

    String tenant() {
        return session.identity().tenant();
    }

    Opening mayOpen(RequestId id) {
        synchronized (lock) {
            if (open.containsKey(id)) {
                return Opening.DUPLICATE;
            }
            return open.size() < limit ? Opening.OPENED : Opening.FULL;
        }
    }

    void open(PendingRequest request) {
        synchronized (lock) {
            open.put(request.id(), request);
        }
    }

    /// By identity: a settled request must not remove a newer one with the same id.
    void close(PendingRequest request) {
        synchronized (lock) {
            open.remove(request.id(), request);
        }
    }

    @Nullable
    PendingRequest find(RequestId id) {
        synchronized (lock) {
            return open.get(id);
        }
    }

    List<PendingRequest> closeAll() {
        synchronized (lock) {
            List<PendingRequest> all = List.copyOf(open.values());
            open.clear();
            return all;
        }
    }
}
