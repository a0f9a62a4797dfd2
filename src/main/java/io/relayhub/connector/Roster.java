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

/// Which provider has which action, and which actions nobody may use.
final class Roster {
    /// Where a request goes.
    sealed interface Route {
        record To(Desk desk) implements Route {}

        /// The allow-list leaves it out, whether somebody knows it or not.
        record Forbidden() implements Route {}

        record Unknown() implements Route {}
    }

    private final AllowList allowed;
    private final Map<String, Desk> byAction = new LinkedHashMap<>();
    private final Optional<Desk> forTheRest;

    /// @param desks in the order in which the operator named them
    Roster(List<Desk> desks, AllowList allowed) {
        this.allowed = allowed;
        List<Desk> takeAny = new ArrayList<>();
        for (Desk desk : desks) {
            switch (desk.provider().actions()) {
                case Actions.Named(Set<String> names) -> names.forEach(name -> byAction.putIfAbsent(name, desk));
                case Actions.Any any -> takeAny.add(desk);
            }
        }
        this.forTheRest = takeAny.stream().findFirst();
    }

    Route route(String action) {
        if (!allowed.allows(action)) {
            return new Route.Forbidden();
        }
        Desk desk = byAction.getOrDefault(action, forTheRest.orElse(null));
        return desk == null ? new Route.Unknown() : new Route.To(desk);
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
