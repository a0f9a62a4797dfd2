package io.relayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.InstalledProgram;
import io.relayhub.testing.InstalledProgram.Answer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ShellScriptsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/launcher/relayhub",
                "src/main/launcher/assemble",
                "src/main/web/build",
                "src/test/engine/stand-ins",
                "deploy/compose/init",
                ".ci/run",
                "bench/startup.sh",
                "bench/compare.sh"
            })
    void shellcheckHasNothingToSayAgainstIt(String script) throws Exception {
        InstalledProgram shellcheck = InstalledProgram.orSkip("shellcheck", "read " + script + " with");
        assertThat(shellcheck.run(script)).isEqualTo(new Answer(0, ""));
    }
}
