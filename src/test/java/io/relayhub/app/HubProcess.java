package io.relayhub.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program itself, in a process of its own, with what it printed.
final class HubProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("\\[relayhub] Ready: wss?://127\\.0\\.0\\.1:(\\d+)/ws");
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final int port;

    private HubProcess(Process process, Path output) throws IOException, InterruptedException {
        this.process = process;
        this.output = output;
        this.port = awaitPort();
    }

    /// @param directory for its output and its state
    /// @param options   the JVM's where they begin with `-`, else properties
    static HubProcess start(Path directory, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dserver.port=0",
                "-Dserver.address=127.0.0.1"));
        for (String option : options) {
            command.add(option.startsWith("-") ? option : "-D" + option);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.relayhub.Main", "--foreground"));
        Path output = Files.createTempFile(directory, "hub", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("RELAYHUB_HOME", directory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return new HubProcess(process, output);
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    int port() {
        return port;
    }

    URI ws(String query) {
        return URI.create("ws://127.0.0.1:" + port + "/ws?" + query);
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /// Sends SIGTERM; may be called again.
    void terminate() {
        process.destroy();
    }

    /// @return the exit code
    int exit(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the hub still runs after " + time);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private int awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Matcher ready = READY.matcher(output());
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("the hub did not start:\n" + output());
    }
}
