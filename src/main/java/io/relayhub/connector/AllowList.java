package io.relayhub.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which actions the operator lets agents use.
public sealed interface AllowList {
    /// Whatever the providers can do.
    record Everything() implements AllowList {
        @Override
        public boolean allows(String action) {
            return true;
        }
    }

    /// These and no others.
    record Only(Set<String> actions) implements AllowList {
        public Only {
            actions = Set.copyOf(actions);
            if (actions.isEmpty()) {
                throw new IllegalArgumentException(
                        "the allow-list is empty: name at least one action, or leave it out");
            }
        }

        @Override
        public boolean allows(String action) {
            return actions.contains(action);
        }
    }

    boolean allows(String action);

    /// @param words each is an action, several separated by commas, or `@` and a file with one action a line, where
    ///     `#` begins a comment. No words allow everything
    /// @throws IllegalArgumentException when a file cannot be read or nothing is named
    static AllowList parse(List<String> words) {
        if (words.isEmpty()) {
            return new Everything();
        }
        List<String> actions = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("@")) {
                actions.addAll(fromFile(Path.of(word.substring(1))));
            } else {
                actions.addAll(List.of(word.split(",")));
            }
        }
        return new Only(actions.stream()
                .map(String::strip)
                .filter(action -> !action.isEmpty())
                .collect(java.util.stream.Collectors.toSet()));
    }

    private static List<String> fromFile(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.replaceFirst("#.*", ""))
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("the allow-list " + file + " cannot be read", e);
        }
    }
}
