package io.relayhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of this machine that a test asks for its opinion.
public record InstalledProgram(String name) {
    /// What it printed, on both streams together.
    public record Answer(int exitCode, String text) {}

    /// Without it the test is skipped.
    ///
    /// @param purpose goes on from `there is no … to`
    public static InstalledProgram orSkip(String name, String purpose) {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, name)));
        assumeTrue(isThere, "skipped: there is no " + name + " to " + purpose);
        return new InstalledProgram(name);
    }

    /// Runs it, with nothing on its standard input, for half a minute at most.
    public Answer run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("said", "");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Answer(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }
}
