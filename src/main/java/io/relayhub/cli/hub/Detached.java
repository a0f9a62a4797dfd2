package io.relayhub.cli.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The way of a hub's settings into its process in the background ([BackgroundHub#start]), and how it runs there.
public final class Detached {
    static final String COMMAND = "start";
    static final String OPTION = "--foreground";

    /// Present in the environment of such a process.
    private static final String VARIABLE = "RELAYHUB_DETACHED";

    /// The token that was given as an option, or that a restart keeps.
    private static final String TOKEN_VARIABLE = "RELAYHUB_TOKEN_OPTION";

    private Detached() {}

    static Map<String, String> variables(HubSettings settings) {
        Map<String, String> variables = new HashMap<>();
        variables.put(VARIABLE, "1");
        settings.text(HubOption.TOKEN).ifPresent(token -> variables.put(TOKEN_VARIABLE, token));
        return variables;
    }

    static boolean isThisProcess(Map<String, String> environment) {
        return environment.containsKey(VARIABLE);
    }

    static Optional<String> token(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(TOKEN_VARIABLE));
    }

    /// Runs the hub if this process is one in the background, and returns when it has stopped; without picocli, which
    /// would take longer to load than all of the hub's own classes.
    ///
    /// @return the exit code; empty when this process is something else
    public static OptionalInt run(List<String> words, Map<String, String> environment) {
        Optional<HubSettings> settings = settings(words, environment);
        return settings.isPresent() ? OptionalInt.of(ForegroundHub.runDetached(settings.get())) : OptionalInt.empty();
    }

    static Optional<HubSettings> settings(List<String> words, Map<String, String> environment) {
        boolean isOurDoing = isThisProcess(environment)
                && words.size() >= 2
                && words.subList(0, 2).equals(List.of(COMMAND, OPTION));
        return isOurDoing ? HubSettings.ofOptions(words.subList(2, words.size())) : Optional.empty();
    }
}
