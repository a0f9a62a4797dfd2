package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.relayhub.link.Role;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One counter for each role of a peer and one for peers without a role, registered before they are needed: finding one
/// is an array access.
final class PerRole {
    /// The label of a peer whose role is not decided.
    static final String UNDECIDED = "UNDECIDED";

    private final Counter undecided;
    private final Map<Role, Counter> decided = new EnumMap<>(Role.class);

    PerRole(MeterRegistry registry, String meter, String description, Tags tags) {
        undecided = counter(registry, meter, description, tags.and("role", UNDECIDED));
        for (Role role : Role.values()) {
            decided.put(role, counter(registry, meter, description, tags.and("role", role.name())));
        }
    }

    Counter of(@Nullable Role role) {
        Counter counter = role == null ? undecided : decided.get(role);
        return counter == null ? undecided : counter;
    }

    private static Counter counter(MeterRegistry registry, String meter, String description, Tags tags) {
        return Counter.builder(meter).description(description).tags(tags).register(registry);
    }
}
