package io.relayhub.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.InstalledProgram;
import io.relayhub.testing.InstalledProgram.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SystemdUnitTest {
    private static final Path UNITS = Path.of("deploy/systemd");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"relayhub.service", "relayhub-connector.service"})
    void systemdHasNothingToSayAgainstTheUnit(String unit) throws Exception {
        InstalledProgram systemd = InstalledProgram.orSkip("systemd-analyze", "verify " + unit + " with");
        // It complains about a program that is not installed; any that is will do.
        Path copy = directory.resolve(unit);
        Files.writeString(copy, Files.readString(UNITS.resolve(unit)).replace("/opt/relayhub/relayhub ", "/bin/sh "));
        assertThat(systemd.run("verify", copy.toString())).isEqualTo(new Answer(0, ""));
    }

    /// Of 10; a service without any protection has 9.6. What is left is what a server that is reached from outside
    /// needs.
    @Test
    void theHubsServiceIsHardened() throws Exception {
        InstalledProgram systemd = InstalledProgram.orSkip("systemd-analyze", "rate relayhub.service with");
        Answer answer = systemd.run(
                "--no-pager",
                "security",
                "--offline=true",
                "--threshold=20",
                UNITS.resolve("relayhub.service").toString());
        assertThat(answer.text()).contains("Overall exposure level for relayhub.service: 1.");
        assertThat(answer.exitCode()).isZero();
    }
}
