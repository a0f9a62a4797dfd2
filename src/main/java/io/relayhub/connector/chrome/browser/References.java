package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Short names (`@e5`) for elements of a page, given out by snapshots. An element keeps its name for as long as the
/// document stays, so two agents that take snapshots don't disturb each other; a name is never given to another
/// element of the same tab. A page that makes new elements all the time has the names of the last ones only. Safe for
/// threads.
public final class References {
    /// Where the element is found.
    ///
    /// @param backendNodeId Chrome's id of the node, valid while it exists
    public record Node(String session, int backendNodeId) {}

    /// At most so many names a tab: several times what a snapshot shows.
    static final int MAX_NAMES = 50_000;

    // The one longest not shown or used first.
    @GuardedBy("this")
    private final Map<Node, String> names = new LinkedHashMap<>(16, 0.75f, true);

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
        if (names.size() > MAX_NAMES) {
            Node oldest = names.keySet().iterator().next();
            nodes.remove(names.remove(oldest));
        }
        return name;
    }

    public synchronized Optional<Node> find(String name) {
        Optional<Node> found = Optional.ofNullable(nodes.get(name));
        found.ifPresent(names::get);
        return found;
    }

    synchronized void clear() {
        names.clear();
        nodes.clear();
    }
}
