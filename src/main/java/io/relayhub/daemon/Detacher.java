package io.relayhub.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A way to start a process that outlives the terminal it was started from: behind a shell that ends at once,
/// its standard input empty, its output appended to the log. Not as a child of this JVM: one that waits for a living
/// child takes 0.3 s longer to end.
enum Detacher {
    /// A session of its own, by `setsid` of util-linux or BusyBox. It replaces itself by the command, because a process
    /// that was just started leads no group; so its pid is the command's.
    SETSID("""
            log=$1; shift
            setsid "$@" </dev/null >>"$log" 2>&1 &
            echo $!
            """),

    /// A process group of its own (`set -m`) that ignores the terminal's hang-up. For systems without `setsid`, such as
    /// macOS.
    SHELL("""
            log=$1; shift
            set -m 2>/dev/null
            trap '' HUP
            "$@" </dev/null >>"$log" 2>&1 &
            echo $!
            """);

    private final String script;

    Detacher(String script) {
        this.script = script;
    }

    /// @return the pid of the command, which runs now or has already ended
    long start(Launch launch, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh", log.toString()));
        command.addAll(launch.command());
        Process shell = builder(launch, command).start();
        try (var answer = shell.inputReader(StandardCharsets.US_ASCII)) {
            return Long.parseLong(String.valueOf(answer.readLine()));
        } catch (NumberFormatException e) {
            throw new IOException("/bin/sh did not start it", e);
        }
    }

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
