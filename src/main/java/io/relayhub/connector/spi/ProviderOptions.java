package io.relayhub.connector.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The operator's wishes for the providers, and the place where they may keep things.
///
/// @param home    the state directory (`~/.mtop-devtools` or `RELAYHUB_HOME`); may not exist yet, to be made with
///     mode 0700
/// @param values  command line options by their long name without the hyphens (`chrome`, `allow-origin`), each with
///     its values in the order given
/// @param notices takes one sentence for the operator, such as that a browser has come or gone; never a secret or a
///     payload. Any thread; does not block
public record ProviderOptions(Path home, Map<String, List<String>> values, Consumer<String> notices) {
    public ProviderOptions {
        values = values.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /// The last value given for an option.
    public Optional<String> value(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// Every value given for an option that may be repeated; empty where it was not given.
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public void notice(String sentence) {
        notices.accept(sentence);
    }
}
