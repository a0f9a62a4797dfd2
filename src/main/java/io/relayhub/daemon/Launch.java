package io.relayhub.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program to start in the background. Secrets belong into the environment: every user of the machine can read the
/// command.
///
/// @param command     the program and its arguments
/// @param environment all of it; nothing is inherited beside it
/// @param directory   the working directory
/// @param readiness   when the daemon counts as started
public record Launch(List<String> command, Map<String, String> environment, Path directory, Readiness readiness) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// Asks a daemon from outside whether it does its work.
    @FunctionalInterface
    public interface Readiness {
        /// Takes a second at most.
        ///
        /// @param daemon its record, of phase [DaemonRecord.Phase#READY]
        boolean answers(DaemonRecord daemon);
    }

    @Override
    public String toString() {
        return "launch of " + command;
    }
}
