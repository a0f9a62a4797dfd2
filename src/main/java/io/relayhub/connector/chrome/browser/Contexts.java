package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The browser contexts that agents have opened, each with cookies, storage and tabs of its own. One that is not
/// kept and that nobody has named for a while is given up. Safe for threads.
public final class Contexts {
    /// At most so many at a time.
    public static final int MAX = 20;

    static final Duration IDLE = Duration.ofMinutes(30);

    /// Whether a context outlives its not being used.
    public enum Lifetime {
        UNTIL_IDLE,
        KEPT
    }

    /// @param name what agents call it
    /// @param id   what Chrome calls it
    public record Context(String name, String id, Lifetime lifetime) {}

    private record Used(Context context, long at) {}

    @GuardedBy("this")
    private final Map<String, Used> byName = new LinkedHashMap<>();

    synchronized void add(Context context) {
        byName.put(context.name(), new Used(context, System.nanoTime()));
    }

    /// Looks a context up and counts it as used.
    public synchronized Optional<Context> use(String name) {
        Used known = byName.computeIfPresent(name, (key, used) -> new Used(used.context(), System.nanoTime()));
        return Optional.ofNullable(known).map(Used::context);
    }

    public synchronized List<Context> all() {
        return byName.values().stream().map(Used::context).toList();
    }

    synchronized void remove(Context context) {
        byName.remove(context.name());
    }

    /// The name of the context that Chrome calls so; empty for the browser's own.
    public synchronized Optional<String> nameOf(String id) {
        return byName.values().stream()
                .map(Used::context)
                .filter(context -> context.id().equals(id))
                .map(Context::name)
                .findFirst();
    }

    /// Takes out those that nobody has used for too long.
    synchronized List<Context> takeIdle(long now) {
        List<Context> idle = new ArrayList<>();
        byName.values().removeIf(used -> {
            boolean over = used.context().lifetime() == Lifetime.UNTIL_IDLE && now - used.at() >= IDLE.toNanos();
            return over && idle.add(used.context());
        });
        return idle;
    }
}
