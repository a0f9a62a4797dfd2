package io.relayhub.cli;

import java.util.Map;

/// What a background process is told by the command that starts it.
final class Detached {
    /// Present in the environment of such a process.
    static final String VARIABLE = "RELAYHUB_DETACHED";

    /// The token that was given as an option, or that a restart keeps.
    static final String TOKEN_VARIABLE = "RELAYHUB_TOKEN_OPTION";

    private Detached() {}

    static boolean isThisProcess(Map<String, String> environment) {
        return environment.containsKey(VARIABLE);
    }
}
