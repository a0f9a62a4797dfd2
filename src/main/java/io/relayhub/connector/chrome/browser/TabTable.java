package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which tabs there are, which sessions are theirs, and which one is the current one. Safe for threads; calls nobody
/// while its lock is held.
final class TabTable {
    @GuardedBy("this")
    private final Map<Integer, Tab> tabs = new TreeMap<>();

    // The sessions of tabs and of their frames.
    @GuardedBy("this")
    private final Map<String, Tab> bySession = new HashMap<>();

    // Of each context the current tab is the last one.
    @GuardedBy("this")
    private final List<Tab> recent = new ArrayList<>();

    @GuardedBy("this")
    private final Workplaces workplaces = new Workplaces();

    @GuardedBy("this")
    private boolean sealed;

    synchronized void add(Tab tab) {
        tabs.put(tab.id(), tab);
        bySession.put(tab.session(), tab);
        notifyAll();
    }

    synchronized void addSession(String session, Tab tab) {
        bySession.put(session, tab);
    }

    /// Forgets a session, and with a tab's own session the tab.
    ///
    /// @return whose it was
    synchronized Optional<Tab> removeSession(String session) {
        Tab tab = bySession.remove(session);
        if (tab != null && tab.session().equals(session)) {
            tabs.remove(tab.id());
            recent.remove(tab);
            workplaces.remove(tab);
            bySession.values().removeIf(tab::equals);
            notifyAll();
        }
        return Optional.ofNullable(tab);
    }

    /// Empty from then on.
    ///
    /// @return what was in it
    synchronized List<Tab> seal() {
        List<Tab> left = all();
        sealed = true;
        tabs.clear();
        recent.clear();
        workplaces.clear();
        bySession.clear();
        notifyAll();
        return left;
    }

    synchronized boolean sealed() {
        return sealed;
    }

    /// In the order in which they appeared.
    synchronized List<Tab> all() {
        return List.copyOf(tabs.values());
    }

    synchronized Optional<Tab> find(int id) {
        return Optional.ofNullable(tabs.get(id));
    }

    synchronized Optional<Tab> bySession(String session) {
        return Optional.ofNullable(bySession.get(session));
    }

    synchronized Optional<Tab> byTarget(String target) {
        return tabs.values().stream()
                .filter(tab -> tab.targetId().equals(target))
                .findFirst();
    }

    /// Of some tabs the one last touched, else the newest.
    synchronized Optional<Tab> current(Predicate<Tab> of) {
        Optional<Tab> touched = recent.reversed().stream().filter(of).findFirst();
        return touched.isPresent() ? touched : tabs.values().stream().filter(of).reduce((first, second) -> second);
    }

    /// Where an agent goes that names no tab: its own current tab, else the common one where no other agent has it,
    /// else the last that one has left behind. An empty agent always goes to the common one.
    synchronized Optional<Tab> current(String agent, Predicate<Tab> of) {
        if (agent.isEmpty()) {
            return current(of);
        }
        return workplaces
                .current(agent, of)
                .or(() -> current(of).filter(workplaces::isFree))
                .or(() -> workplaces.leftBehind(of));
    }

    /// The same, and from then on the tab is the agent's.
    synchronized Optional<Tab> take(String agent, Predicate<Tab> of) {
        Optional<Tab> tab = current(agent, of);
        tab.ifPresent(taken -> workplaces.take(agent, taken));
        return tab;
    }

    /// The agent has gone; its tabs stay.
    synchronized void leave(String agent) {
        workplaces.leave(agent);
    }

    /// Makes a tab that a page has opened the current one, also of who works in that page.
    synchronized void opened(Tab tab, String opener) {
        touch(tab);
        workplaces.opened(tab, opener);
    }

    /// Makes a tab the current one, and the agent's own.
    synchronized void touch(Tab tab, String agent) {
        if (tabs.containsValue(tab)) {
            touch(tab);
            workplaces.take(agent, tab);
        }
    }

    /// Makes a tab the current one.
    synchronized void touch(Tab tab) {
        if (tabs.containsValue(tab)) {
            recent.remove(tab);
            recent.add(tab);
        }
    }

    /// @return null when it has not appeared before the deadline
    synchronized @Nullable Tab awaitTarget(String target, Deadline deadline) throws CdpException, InterruptedException {
        while (true) {
            Optional<Tab> tab = byTarget(target);
            if (tab.isPresent()) {
                return tab.get();
            }
            long millis = deadline.millisLeft();
            if (millis == 0) {
                return null;
            }
            if (sealed) {
                throw new CdpException(Reason.DISCONNECTED, "The browser has gone.");
            }
            wait(millis);
        }
    }

    /// @return whether it has gone before the deadline
    synchronized boolean awaitGone(Tab tab, Deadline deadline) throws InterruptedException {
        while (tabs.containsKey(tab.id()) && !sealed) {
            long millis = deadline.millisLeft();
            if (millis == 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
