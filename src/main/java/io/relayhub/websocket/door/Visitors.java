package io.relayhub.websocket.door;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The connections that have not become WebSockets: how long they may take, how many there may be, and who has to go.
/// One whose request is being answered neither takes too long nor has to go.
///
/// Any thread. One lock; whoever has to go is closed outside it.
final class Visitors {
    private final DoorSettings settings;
    private final Map<Object, Visitor> inside = new LinkedHashMap<>();
    private final Map<String, Integer> perNetwork = new HashMap<>();

    /// A connection, as its container counts.
    interface Visit {
        long requests();

        long responses();

        long bytesIn();

        void end();
    }

    private static final class Visitor {
        private final String network;
        private Visit visit;
        private long requests;
        private long bytes;
        private boolean awaitsHeader = true;
        private long since;

        private Visitor(String network, Visit visit, long now) {
            this.network = network;
            this.visit = visit;
            this.since = now;
        }

        private boolean isServed() {
            return visit.requests() > visit.responses();
        }

        /// Whether the header that is under way has taken too long.
        private boolean isLate(long now, long headerNanos) {
            long answered = visit.requests();
            if (isServed() || answered != requests) {
                requests = answered;
                bytes = visit.bytesIn();
                awaitsHeader = false;
            } else if (!awaitsHeader && visit.bytesIn() != bytes) {
                awaitsHeader = true;
                since = now;
            }
            return awaitsHeader && now - since >= headerNanos;
        }
    }

    Visitors(DoorSettings settings) {
        this.settings = settings;
    }

    /// A connection has come, or another layer of one that is there.
    ///
    /// @param key what all layers of the connection have in common
    /// @param now nanoseconds
    void enter(Object key, String network, Visit visit, long now) {
        Visitor leaves;
        synchronized (this) {
            Visitor known = inside.get(key);
            if (known != null) {
                known.visit = visit;
                return;
            }
            inside.put(key, new Visitor(network, visit, now));
            int ofNetwork = perNetwork.merge(network, 1, Integer::sum);
            if (ofNetwork > settings.perAddress()) {
                leaves = oldestOf(network);
            } else if (inside.size() > settings.connections()) {
                leaves = oldestOf(largest());
            } else {
                leaves = null;
            }
        }
        if (leaves != null) {
            leaves.visit.end();
        }
    }

    /// A connection has ended, or has become a WebSocket.
    synchronized void leave(Object key) {
        Visitor visitor = inside.remove(key);
        if (visitor != null) {
            perNetwork.merge(visitor.network, -1, Visitors::sum);
        }
    }

    /// Closes those that take too long.
    ///
    /// @param now nanoseconds
    void onTick(long now) {
        long headerNanos = settings.headerTimeout().toNanos();
        List<Visitor> late = new ArrayList<>();
        synchronized (this) {
            for (Visitor visitor : inside.values()) {
                if (visitor.isLate(now, headerNanos)) {
                    late.add(visitor);
                }
            }
        }
        late.forEach(visitor -> visitor.visit.end());
    }

    synchronized int count() {
        return inside.size();
    }

    /// Takes out the one that has been there longest. Without one that may go, the newest has to.
    private @Nullable Visitor oldestOf(String network) {
        Object chosen = null;
        for (Map.Entry<Object, Visitor> entry : inside.entrySet()) {
            if (entry.getValue().network.equals(network)) {
                chosen = entry.getKey();
                if (!entry.getValue().isServed()) {
                    break;
                }
            }
        }
        Visitor visitor = chosen == null ? null : inside.get(chosen);
        leave(chosen == null ? "" : chosen);
        return visitor;
    }

    private String largest() {
        return perNetwork.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static @Nullable Integer sum(int one, int other) {
        int sum = one + other;
        return sum == 0 ? null : sum;
    }
}
