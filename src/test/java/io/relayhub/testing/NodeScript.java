package io.relayhub.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that a test started: what it printed so far, and its end.
public final class NodeScript implements AutoCloseable {
    /// How it ended and everything that it printed.
    public record Outcome(int status, String output, String errors) {}

    private final List<String> command;
    private final Process process;
    private final Path output;
    private final Path errors;

    private NodeScript(List<String> command, Process process, Path output, Path errors) {
        this.command = command;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    static NodeScript start(Path directory, List<String> command) throws IOException {
        Path output = Files.createTempFile("node", ".out");
        Path errors = Files.createTempFile("node", ".err");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        return new NodeScript(command, process, output, errors);
    }

    /// What it has printed on standard output so far.
    public String output() throws IOException {
        return Files.readString(output);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// Waits for its end.
    ///
    /// @throws AssertionError when it has not ended within the limit
    public Outcome await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("%s has not ended within %s; so far it printed:%n%s%s"
                    .formatted(String.join(" ", command), limit, output(), Files.readString(errors)));
        }
        return new Outcome(process.exitValue(), output(), Files.readString(errors));
    }

    /// Ends it and what it started, if they still run.
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
    }
}
