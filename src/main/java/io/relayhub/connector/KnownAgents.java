package io.relayhub.connector;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.dial.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The agents that have asked and of which the hub has not said that they have left. Each is reported gone once: when
/// the hub says so, or has not been reached for [#GRACE], or too many others have come since it last asked; and not
/// before its last call has returned. Safe for threads; reports without its lock.
final class KnownAgents {
    /// A hub that restarts and a network that changes are back sooner.
    static final Duration GRACE = Duration.ofSeconds(60);

    /// Below what a hub takes in a hello.
    static final int MOST = 1_000;

    private static final int LONGEST = 64;

    private static final class Presence {
        private int calls;
        private boolean left;
    }

    private final Timers timers;
    private final Consumer<String> gone;
    private final Object lock = new Object();

    /// The one that has not asked for longest comes first.
    @GuardedBy("lock")
    private final Map<String, Presence> known = new LinkedHashMap<>(16, 0.75f, true);

    /// Set while the hub is not reached.
    @GuardedBy("lock")
    private Timers.@Nullable Timer patience;

    /// @param gone must not block
    KnownAgents(Timers timers, Consumer<String> gone) {
        this.timers = timers;
        this.gone = gone;
    }

    /// What a request says of its agent; empty where it says nothing usable.
    static Optional<String> named(@Nullable String agent) {
        return Optional.ofNullable(agent).filter(name -> !name.isEmpty() && name.length() <= LONGEST);
    }

    /// A call of this agent begins.
    void enter(String agent) {
        List<String> reported = new ArrayList<>();
        synchronized (lock) {
            Presence presence = known.computeIfAbsent(agent, name -> new Presence());
            presence.calls++;
            presence.left = false;
            Iterator<Map.Entry<String, Presence>> eldest = known.entrySet().iterator();
            while (known.size() > MOST && eldest.hasNext()) {
                Map.Entry<String, Presence> each = eldest.next();
                if (each.getValue().calls == 0) {
                    reported.add(each.getKey());
                    eldest.remove();
                }
            }
        }
        reported.forEach(gone);
    }

    /// A call of this agent has returned.
    void leave(String agent) {
        boolean over;
        synchronized (lock) {
            Presence presence = known.get(agent);
            over = presence != null && --presence.calls == 0 && presence.left;
            if (over) {
                known.remove(agent);
            }
        }
        if (over) {
            gone.accept(agent);
        }
    }

    /// The hub says that this agent has left.
    void left(String agent) {
        boolean over;
        synchronized (lock) {
            Presence presence = known.get(agent);
            over = presence != null && presence.calls == 0;
            if (over) {
                known.remove(agent);
            } else if (presence != null) {
                presence.left = true;
            }
        }
        if (over) {
            gone.accept(agent);
        }
    }

    /// Those to ask the hub about.
    List<String> names() {
        synchronized (lock) {
            return known.entrySet().stream()
                    .filter(each -> !each.getValue().left)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /// The hub is not reached any more.
    void linkLost() {
        synchronized (lock) {
            if (patience == null && !known.isEmpty()) {
                patience = timers.after(GRACE, this::giveUp);
            }
        }
    }

    void linkBack() {
        synchronized (lock) {
            if (patience != null) {
                patience.cancel();
                patience = null;
            }
        }
    }

    private void giveUp() {
        synchronized (lock) {
            if (patience == null) {
                return;
            }
            patience = null;
        }
        names().forEach(this::left);
    }
}
