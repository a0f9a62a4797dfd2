package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// The browser contexts that agents have opened, each with cookies, storage, mocks and tabs of its own. One that is not
/// kept is given up when its agent has gone and no other has taken it over, or, where agents are not told apart, when
/// nobody has named it for a while. Safe for threads.
public final class Contexts {
    /// At most so many at a time.
    public static final int MAX = 20;

    /// How long a context waits for another agent when its own has gone: that one may be back under another name.
    public static final Duration GRACE = Duration.ofSeconds(60);

    static final Duration IDLE = Duration.ofMinutes(30);

    /// Whether a context outlives its agent.
    public enum Lifetime {
        FOR_ITS_AGENT,
        KEPT
    }

    /// @param name what agents call it
    /// @param id   what Chrome calls it
    public record Context(String name, String id, Lifetime lifetime) {}

    private enum Holder {
        /// The agent is connected.
        PRESENT,
        GONE,
        /// It was opened by somebody without a name.
        UNKNOWN
    }

    /// @param at when somebody last named it, or its agent went
    private record Used(Context context, String agent, Holder holder, long at) {
        Used by(String name) {
            boolean taken = holder == Holder.GONE && !name.isEmpty();
            return new Used(context, taken ? name : agent, taken ? Holder.PRESENT : holder, System.nanoTime());
        }

        Used left() {
            return new Used(context, agent, Holder.GONE, System.nanoTime());
        }

        boolean isOver(long now, Duration grace) {
            if (context.lifetime() == Lifetime.KEPT) {
                return false;
            }
            return switch (holder) {
                case PRESENT -> false;
                case GONE -> now - at >= grace.toNanos();
                case UNKNOWN -> now - at >= IDLE.toNanos();
            };
        }
    }

    @GuardedBy("this")
    private final Map<String, Used> byName = new LinkedHashMap<>();

    // Nobody can name them any more, and their tabs are still nobody else's.
    @GuardedBy("this")
    private final Set<Context> closing = new HashSet<>();

    private final Tabs tabs;
    private final AtomicInteger ids;
    private final Interceptor interceptor;

    Contexts(Tabs tabs, AtomicInteger ids, Interceptor interceptor) {
        this.tabs = tabs;
        this.ids = ids;
        this.interceptor = interceptor;
    }

    /// Opens a context that shares nothing with the others.
    ///
    /// @param agent whose it is; empty where agents are not told apart
    public Context open(Lifetime lifetime, String agent, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object().put("disposeOnDetach", true);
        String id = tabs.call("Target.createBrowserContext", params, deadline)
                .path("browserContextId")
                .asString("");
        Context context = new Context("c" + ids.incrementAndGet(), id, lifetime);
        add(context, agent);
        tabs.keepDownloads(id, deadline);
        return context;
    }

    /// Closes a context with its tabs and mocks.
    public void close(Context context, Deadline deadline) throws CdpException, InterruptedException {
        begin(context);
        interceptor.onContextClosed(context);
        ObjectNode params = CdpConnection.object().put("browserContextId", context.id());
        tabs.call("Target.disposeBrowserContext", params, deadline);
        for (Tab tab : tabs.all()) {
            if (tab.contextId().equals(context.id())) {
                tabs.awaitClosed(tab, deadline);
            }
        }
        end(context);
    }

    /// Closes those that nobody uses any more.
    ///
    /// @param grace how long contexts of agents that have gone wait for others
    public void closeOver(Duration grace, Deadline deadline) throws CdpException, InterruptedException {
        Optional<CdpException> failure = Optional.empty();
        for (Context context : takeOver(System.nanoTime(), grace)) {
            try {
                close(context, deadline);
            } catch (CdpException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private synchronized void add(Context context, String agent) {
        Holder holder = agent.isEmpty() ? Holder.UNKNOWN : Holder.PRESENT;
        byName.put(context.name(), new Used(context, agent, holder, System.nanoTime()));
    }

    /// Looks a context up and counts it as used. One whose agent has gone becomes this agent's.
    public synchronized Optional<Context> use(String name, String agent) {
        Used known = byName.computeIfPresent(name, (key, used) -> used.by(agent));
        return Optional.ofNullable(known).map(Used::context);
    }

    public synchronized List<Context> all() {
        return byName.values().stream().map(Used::context).toList();
    }

    private synchronized void begin(Context context) {
        byName.remove(context.name());
        closing.add(context);
    }

    private synchronized void end(Context context) {
        closing.remove(context);
    }

    /// The name of the context that Chrome calls so; empty for the browser's own.
    public synchronized Optional<String> nameOf(String id) {
        return Stream.concat(byName.values().stream().map(Used::context), closing.stream())
                .filter(context -> context.id().equals(id))
                .map(Context::name)
                .findFirst();
    }

    /// Whether the context that Chrome calls so is being closed: nobody can name it any more, and its tabs go.
    public synchronized boolean isClosing(String id) {
        return closing.stream().anyMatch(context -> context.id().equals(id));
    }

    /// The agent has gone.
    ///
    /// @return whether it leaves contexts that will be over
    synchronized boolean leave(String agent) {
        boolean any = false;
        for (Map.Entry<String, Used> each : byName.entrySet()) {
            Used used = each.getValue();
            if (used.agent().equals(agent) && used.context().lifetime() == Lifetime.FOR_ITS_AGENT) {
                each.setValue(used.left());
                any = true;
            }
        }
        return any;
    }

    /// Whoever takes them closes them.
    private synchronized List<Context> takeOver(long now, Duration grace) {
        List<Context> over = byName.values().stream()
                .filter(used -> used.isOver(now, grace))
                .map(Used::context)
                .toList();
        over.forEach(this::begin);
        return over;
    }
}
