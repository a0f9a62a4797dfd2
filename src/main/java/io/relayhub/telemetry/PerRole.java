package io.relayhub.telemetry;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The meters of each role that a peer may turn out to have, and those of peers without a role. What is known at the
/// start is registered then, the rest with its first peer; finding one is a map access that allocates nothing. Any
/// thread.
final class PerRole<T> {
    static final String AGENT = "AGENT";
    static final String CONNECTOR = "CONNECTOR";
    /// The label of a peer whose role is not decided.
    static final String UNDECIDED = "UNDECIDED";

    private final Function<String, T> register;
    private final T undecided;
    private final Map<String, T> decided = new ConcurrentHashMap<>();

    /// @param register makes the meters that have this label
    PerRole(Collection<String> known, Function<String, T> register) {
        this.register = register;
        undecided = register.apply(UNDECIDED);
        known.forEach(role -> decided.put(role, register.apply(role)));
    }

    /// @param role null while it is not decided
    T of(@Nullable String role) {
        if (role == null) {
            return undecided;
        }
        T known = decided.get(role);
        return known == null ? decided.computeIfAbsent(role, register) : known;
    }
}
