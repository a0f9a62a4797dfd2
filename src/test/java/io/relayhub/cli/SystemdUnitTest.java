package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SystemdUnitTest {
    private static final Path UNIT = Path.of("src/main/systemd/relayhub.service");

    @TempDir
    private Path directory;

    @Test
    void systemdHasNothingToSayAgainstTheUnit() throws Exception {
        assumeTrue(isInPath("systemd-analyze"), "skipped: there is no systemd-analyze to verify " + UNIT + " with");
        // It complains about a program that is not installed; any that is will do.
        Path unit = directory.resolve("relayhub.service");
        Files.writeString(unit, Files.readString(UNIT).replace("/opt/relayhub/relayhub ", "/bin/sh "));
        Process verify = new ProcessBuilder("systemd-analyze", "verify", unit.toString())
                .redirectErrorStream(true)
                .start();
        try {
            verify.getOutputStream().close();
            String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(verify.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said).isEmpty();
            assertThat(verify.exitValue()).isZero();
        } finally {
            verify.destroyForcibly();
        }
    }

    private static boolean isInPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
