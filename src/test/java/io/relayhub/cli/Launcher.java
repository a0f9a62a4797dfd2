package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The launcher that the build made, run as a person runs it: in a home of its own, with nothing of this machine's
/// settings.
final class Launcher {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path script;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    Launcher(Path script, Path home) {
        this.script = script;
        this.home = home;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("CLOUD_SERVER_HOST", "hub.test");
        environment.put("SERVER_ADDRESS", "127.0.0.1");
    }

    /// The one in `target/`; without a whole build the test is skipped.
    static Launcher built(Path home) {
        Path script = Path.of("target/relayhub").toAbsolutePath();
        assumeTrue(Files.isExecutable(script), "skipped: there is no target/relayhub, './mvnw package' makes it");
        return new Launcher(script, home);
    }

    Launcher with(String variable, String value) {
        Launcher other = new Launcher(script, home);
        other.environment.putAll(environment);
        other.environment.put(variable, value);
        return other;
    }

    Path stateFile() {
        return home.resolve(".mtop-devtools/cloud-server.json");
    }

    Path log() {
        return home.resolve(".mtop-devtools/cloud-server.log");
    }

    record Result(int exitCode, String out, String err) {
        /// What stands between the two texts, on one line.
        String between(String before, String after) {
            int start = out.indexOf(before);
            assertThat(start).as(out + err).isNotNegative();
            int end = out.indexOf(after, start + before.length());
            return out.substring(start + before.length(), end);
        }

        long pid() {
            return Long.parseLong(between("(pid ", ")"));
        }

        String serverUrl() {
            return between("relayhub connect \"", "\"");
        }
    }

    /// Runs a command to its end, with nothing on its standard input.
    Result run(String... words) throws IOException, InterruptedException {
        return runWith(Path.of("/dev/null"), words);
    }

    /// The same with a file on its standard input.
    Result runWith(Path input, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        Process process = builder(words)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", List.of(words))
                    .isTrue();
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /// Runs a command that goes on, and keeps what it prints.
    Process follow(Path output, String... words) throws IOException {
        return builder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private ProcessBuilder builder(String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    /// Kills every hub whose home this is; fails when there was one.
    void assertNothingRuns() {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> hasHome(process, home.toString()))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).as("processes left running").isEmpty();
    }

    private static boolean hasHome(ProcessHandle process, String home) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains("HOME=" + home);
        } catch (IOException gone) {
            return false;
        }
    }
}
