package io.relayhub.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.Session;
import io.relayhub.relay.codec.AgentId;
import io.relayhub.relay.codec.RequestId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final AgentId id;
    private final int limit;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<RequestId, PendingRequest> open = new HashMap<>();

    /// Those to be told when it leaves; never more than were present when the last one was added.
    @GuardedBy("lock")
    private final Set<Connector> followers = new HashSet<>();

    @GuardedBy("lock")
    private boolean left;

    /// @param limit how many requests may be open
    Agent(Session session, AgentId id, int limit) {
        this.session = session;
        this.id = id;
        this.limit = limit;
    }

    Session session() {
        return session;
    }

    AgentId id() {
        return id;
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

    /// Its name for a connector that is to be asked, which is a follower from then on; null for one that does not want
    /// to know it.
    @Nullable
    AgentId nameFor(Connector connector) {
        return connector.profile().understands(ConnectorProfile.AGENTS) && follow(connector) ? id : null;
    }

    /// A connector is to be told when this agent leaves.
    ///
    /// @return false when it has left
    boolean follow(Connector connector) {
        synchronized (lock) {
            if (!left && followers.add(connector)) {
                followers.removeIf(Connector::hasLeft);
            }
            return !left;
        }
    }

    /// It has left, and is followed no more.
    ///
    /// @return those to be told
    List<Connector> leave() {
        synchronized (lock) {
            left = true;
            List<Connector> all = List.copyOf(followers);
            followers.clear();
            return all;
        }
    }
}
