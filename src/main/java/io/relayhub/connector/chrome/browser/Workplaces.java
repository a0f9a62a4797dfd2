package io.relayhub.connector.chrome.browser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which tabs are whose: an agent's are those that it has opened, navigated or activated, that its pages have opened,
/// or that it was given. Not for two threads at once.
final class Workplaces {
    // Of each context the agent's current tab is the last one.
    private final Map<String, List<Tab>> tabs = new HashMap<>();

    // Tabs of agents that have gone, until somebody takes them.
    private final List<Tab> leftBehind = new ArrayList<>();

    /// @param agent an empty one has no tabs of its own
    void take(String agent, Tab tab) {
        if (!agent.isEmpty()) {
            leftBehind.remove(tab);
            List<Tab> own = tabs.computeIfAbsent(agent, name -> new ArrayList<>());
            own.remove(tab);
            own.add(tab);
        }
    }

    Optional<Tab> current(String agent, Predicate<Tab> of) {
        return last(tabs.getOrDefault(agent, List.of()), of);
    }

    boolean isFree(Tab tab) {
        return tabs.values().stream().noneMatch(own -> own.contains(tab));
    }

    Optional<Tab> leftBehind(Predicate<Tab> of) {
        return last(leftBehind, of);
    }

    /// A page has opened a tab: it goes to those who work in that page.
    ///
    /// @param opener Chrome's id of the page's tab
    void opened(Tab tab, String opener) {
        Predicate<Tab> same = other -> other.contextId().equals(tab.contextId());
        for (List<Tab> own : tabs.values()) {
            if (last(own, same).filter(last -> last.targetId().equals(opener)).isPresent()) {
                own.add(tab);
            }
        }
    }

    void leave(String agent) {
        List<Tab> own = tabs.remove(agent);
        if (own != null) {
            own.stream().filter(this::isFree).forEach(leftBehind::add);
        }
    }

    void remove(Tab tab) {
        leftBehind.remove(tab);
        tabs.values().forEach(own -> own.remove(tab));
        tabs.values().removeIf(List::isEmpty);
    }

    void clear() {
        tabs.clear();
        leftBehind.clear();
    }

    private static Optional<Tab> last(List<Tab> tabs, Predicate<Tab> of) {
        return tabs.reversed().stream().filter(of).findFirst();
    }
}
