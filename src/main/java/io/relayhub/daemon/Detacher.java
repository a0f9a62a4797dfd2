package io.relayhub.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a process is started so that it outlives the terminal it was started from. Either way its standard input is
/// empty and its output is appended to the log.
enum Detacher {
    /// A session of its own, by `setsid` of util-linux or BusyBox. It replaces itself by the command, because a process
    /// that was just started leads no group; so the command's pid is the one we get.
    SETSID {
        @Override
        long start(Launch launch, Path log) throws IOException {
            List<String> command = new ArrayList<>(List.of("setsid"));
            command.addAll(launch.command());
            return builder(launch, command)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .pid();
        }
    },

    /// A process group of its own (`set -m`) that ignores the terminal's hang-up, behind a shell that ends at once.
    /// For systems without `setsid`, such as macOS.
    SHELL {
        private static final String SCRIPT = """
                log=$1; shift
                set -m 2>/dev/null
                trap '' HUP
                "$@" </dev/null >>"$log" 2>&1 &
                echo $!
                """;

        @Override
        long start(Launch launch, Path log) throws IOException {
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", log.toString()));
            command.addAll(launch.command());
            Process shell = builder(launch, command).start();
            try (var answer = shell.inputReader(StandardCharsets.US_ASCII)) {
                return Long.parseLong(String.valueOf(answer.readLine()));
            } catch (NumberFormatException e) {
                throw new IOException("/bin/sh did not start it", e);
            }
        }
    };

    /// @return the pid of the command, which runs now or has already ended
    abstract long start(Launch launch, Path log) throws IOException;

    static Detacher ofThisSystem() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "setsid")))
                ? SETSID
                : SHELL;
    }

    private static ProcessBuilder builder(Launch launch, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(launch.directory().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        return builder;
    }
}
