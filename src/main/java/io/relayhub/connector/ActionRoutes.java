package io.relayhub.connector;

import io.relayhub.connector.spi.Actions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The way from an action's name to the provider that has it; also which actions nobody may use.
final class ActionRoutes {
    /// Where a request goes.
    sealed interface Route {
        record To(Bulkhead bulkhead) implements Route {}

        /// The allow-list leaves it out, whether somebody knows it or not.
        record Forbidden() implements Route {}

        record Unknown() implements Route {}
    }

    private final AllowList allowed;
    private final Map<String, Bulkhead> byAction = new LinkedHashMap<>();
    private final Optional<Bulkhead> forTheRest;

    /// @param bulkheads in the order in which the operator named them
    ActionRoutes(List<Bulkhead> bulkheads, AllowList allowed) {
        this.allowed = allowed;
        List<Bulkhead> takeAny = new ArrayList<>();
        for (Bulkhead bulkhead : bulkheads) {
            switch (bulkhead.provider().actions()) {
                case Actions.Named(Set<String> names) -> names.forEach(name -> byAction.putIfAbsent(name, bulkhead));
                case Actions.Any any -> takeAny.add(bulkhead);
            }
        }
        this.forTheRest = takeAny.stream().findFirst();
    }

    Route route(String action) {
        if (!allowed.allows(action)) {
            return new Route.Forbidden();
        }
        Bulkhead bulkhead = byAction.getOrDefault(action, forTheRest.orElse(null));
        return bulkhead == null ? new Route.Unknown() : new Route.To(bulkhead);
    }

    /// What is said in the hello: empty when any action may come, since a hub takes a list for the whole list.
    Optional<Set<String>> announced() {
        Set<String> names = new TreeSet<>(byAction.keySet());
        return switch (allowed) {
            case AllowList.Everything everything -> forTheRest.isPresent() ? Optional.empty() : Optional.of(names);
            case AllowList.Only(Set<String> actions) -> {
                Set<String> both = new LinkedHashSet<>(new TreeSet<>(actions));
                if (forTheRest.isEmpty()) {
                    both.retainAll(names);
                }
                yield Optional.of(both);
            }
        };
    }
}
