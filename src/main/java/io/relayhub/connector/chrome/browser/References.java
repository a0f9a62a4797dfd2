package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Short names (`@e5`) for elements of a page, given out by snapshots. An element keeps its name for as long as the
/// document stays, so two agents that take snapshots don't disturb each other; a name is never given to another
/// element of the same tab. Safe for threads.
public final class References {
    /// Where the element is found.
    ///
    /// @param backendNodeId Chrome's id of the node, valid while it exists
    public record Node(String session, int backendNodeId) {}

    @GuardedBy("this")
    private final Map<Node, String> names = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, Node> nodes = new HashMap<>();

    @GuardedBy("this")
    private int last;

    public synchronized String name(Node node) {
        String known = names.get(node);
        if (known != null) {
            return known;
        }
        String name = "@e" + ++last;
        names.put(node, name);
        nodes.put(name, node);
        return name;
    }

    public synchronized Optional<Node> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    synchronized void clear() {
        names.clear();
        nodes.clear();
    }
}
