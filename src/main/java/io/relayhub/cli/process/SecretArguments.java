package io.relayhub.cli.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Arguments that the launcher took out of the command line, which every user of the machine can read, and handed over
/// in the environment. In their place stands `@secret:<n>`, and `RELAYHUB_SECRET_<n>` has the text.
public final class SecretArguments {
    private static final String PLACE = "@secret:";
    private static final String VARIABLE = "RELAYHUB_SECRET_";

    private SecretArguments() {}

    public static List<String> restore(List<String> arguments, Map<String, String> environment) {
        return arguments.stream()
                .map(argument -> argument.startsWith(PLACE)
                        ? environment.getOrDefault(VARIABLE + argument.substring(PLACE.length()), argument)
                        : argument)
                .toList();
    }

    /// The environment for a process that this one starts: these texts were meant for this one only.
    public static Map<String, String> without(Map<String, String> environment) {
        Map<String, String> rest = new HashMap<>(environment);
        rest.keySet().removeIf(name -> name.startsWith(VARIABLE));
        return rest;
    }
}
