package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.cli.InstalledProgram.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
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
        InstalledProgram systemd = InstalledProgram.orSkip("systemd-analyze", "verify " + UNIT + " with");
        // It complains about a program that is not installed; any that is will do.
        Path unit = directory.resolve("relayhub.service");
        Files.writeString(unit, Files.readString(UNIT).replace("/opt/relayhub/relayhub ", "/bin/sh "));
        assertThat(systemd.run("verify", unit.toString())).isEqualTo(new Answer(0, ""));
    }
}
