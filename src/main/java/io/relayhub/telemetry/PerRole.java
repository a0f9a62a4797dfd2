package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One counter for each role of a peer and one for peers without a role, registered before they are needed: finding one
/// is an array access.
final class PerRole {
    /// The label of a peer whose role is not decided.
    static final String UNDECIDED = "UNDECIDED";

    private final Function<String, Counter> make;
    private final Counter undecided;
    private final Map<String, Counter> decided = new ConcurrentHashMap<>();

    PerRole(MeterRegistry registry, String meter, String description, Tags tags) {
        make = part -> counter(registry, meter, description, tags.and("role", part));
        undecided = make.apply(UNDECIDED);
    }

    Counter of(@Nullable String part) {
        return part == null ? undecided : decided.computeIfAbsent(part, make);
    }

    private static Counter counter(MeterRegistry registry, String meter, String description, Tags tags) {
        return Counter.builder(meter).description(description).tags(tags).register(registry);
    }
}
