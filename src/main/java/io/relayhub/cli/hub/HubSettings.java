package io.relayhub.cli.hub;

import io.relayhub.daemon.DaemonRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of a hub that were given, each as the text in which it was, in the languages that must carry it:
/// options on a command line, properties of the application, details of the record (from which a restart has them
/// again).
///
/// @param given texts that their options allow
record HubSettings(Map<HubOption, String> given) {
    static final HubSettings NONE = new HubSettings(Map.of());

    HubSettings {
        Map<HubOption, String> own = new EnumMap<>(HubOption.class);
        own.putAll(given);
        given = Collections.unmodifiableMap(own);
    }

    /// The settings of a hub that ran, as its record has them.
    static HubSettings of(DaemonRecord record) {
        Map<HubOption, String> given = new EnumMap<>(HubOption.class);
        for (HubOption option : HubOption.values()) {
            record.number(option.detail())
                    .map(String::valueOf)
                    .or(() -> record.text(option.detail()))
                    // A hub without a token has an empty one there.
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> given.put(option, text));
        }
        return new HubSettings(given);
    }

    boolean isEmpty() {
        return given.isEmpty();
    }

    boolean has(HubOption option) {
        return given.containsKey(option);
    }

    Optional<String> text(HubOption option) {
        return Optional.ofNullable(given.get(option));
    }

    /// These, and the others where these say nothing.
    HubSettings or(HubSettings others) {
        Map<HubOption, String> both = new EnumMap<>(HubOption.class);
        both.putAll(others.given);
        both.putAll(given);
        return new HubSettings(both);
    }

    /// All but the token, which must not stand in a command line.
    List<String> asOptions() {
        List<String> options = new ArrayList<>();
        given.forEach((option, text) -> {
            if (option != HubOption.TOKEN) {
                options.addAll(List.of(option.word(), text));
            }
        });
        return options;
    }

    /// The settings in options as [#asOptions] writes them.
    ///
    /// @return empty when they were written by somebody else
    static Optional<HubSettings> ofOptions(List<String> options) {
        Map<HubOption, String> given = new EnumMap<>(HubOption.class);
        for (int i = 0; i < options.size(); i += 2) {
            Optional<HubOption> option = HubOption.of(options.get(i)).filter(known -> known != HubOption.TOKEN);
            if (option.isEmpty()
                    || i + 1 == options.size()
                    || !option.get().form().allows(options.get(i + 1))) {
                return Optional.empty();
            }
            given.put(option.get(), options.get(i + 1));
        }
        return Optional.of(new HubSettings(given));
    }

    /// All but the token: the running hub itself knows which one counts.
    Map<String, Object> asDetails() {
        Map<String, Object> details = new LinkedHashMap<>();
        given.forEach((option, text) -> {
            if (option != HubOption.TOKEN) {
                details.put(option.detail(), option.form().isNumber() ? (Object) Long.valueOf(text) : text);
            }
        });
        return details;
    }

    /// All but the token and the host, which have rules of their own.
    Map<String, Object> asProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        given.forEach((option, text) -> {
            if (option != HubOption.TOKEN && option != HubOption.HOST) {
                properties.put(option.property(), text);
            }
        });
        return properties;
    }

    /// Without the token.
    @Override
    public String toString() {
        return "HubSettings" + asOptions();
    }
}
