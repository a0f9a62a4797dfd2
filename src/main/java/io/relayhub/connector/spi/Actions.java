package io.relayhub.connector.spi;

import java.util.Set;

/// Which actions a provider answers.
public sealed interface Actions {
    /// These and no others.
    record Named(Set<String> names) implements Actions {
        public Named {
            names = Set.copyOf(names);
        }
    }

    /// Whatever no other provider names: the far side knows its actions, this one does not.
    record Any() implements Actions {}

    static Actions of(String... names) {
        return new Named(Set.of(names));
    }

    static Actions any() {
        return new Any();
    }
}
