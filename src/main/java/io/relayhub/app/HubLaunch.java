package io.relayhub.app;

import java.util.Map;
import java.util.Optional;

/// Orders of a program to the hub that it starts in its own process.
///
/// @param kind       how much of the surroundings counts beside it
/// @param properties settings by their names in docs/operations.md; they beat every other source of settings
/// @param token      the single token, chosen by whoever starts the hub ([HubToken])
/// @param host       under which others reach the hub ([PublicHost])
public record HubLaunch(Kind kind, Map<String, Object> properties, Optional<String> token, Optional<String> host) {
    public enum Kind {
        /// The hub is the program: the environment, system properties and configuration files count, it sets up the
        /// logging, and it stops when the process is told to.
        PROGRAM,
        /// The hub is a part of another program: only what is said here counts, and everything else is that program's.
        EMBEDDED
    }

    public HubLaunch {
        properties = Map.copyOf(properties);
    }

    static HubLaunch program() {
        return new HubLaunch(Kind.PROGRAM, Map.of(), Optional.empty(), Optional.empty());
    }

    /// Without the token.
    @Override
    public String toString() {
        return "HubLaunch[" + kind + "]";
    }
}
