package io.relayhub.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.InstalledProgram;
import io.relayhub.testing.InstalledProgram.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Prometheus' own tool says of its files. Whether they name meters that there are, `MetersIT` says.
@Timeout(60)
class PrometheusRulesTest {
    @ParameterizedTest
    @CsvSource({
        "check rules --lint=all --lint-fatal, alerts.yml",
        "check config --syntax-only, prometheus.yml",
        "test rules, alerts-test.yml"
    })
    void promtoolIsContent(String command, String file) throws Exception {
        InstalledProgram promtool = InstalledProgram.orSkip("promtool", command + " " + file + " with");
        Answer answer = promtool.run((command + " deploy/prometheus/" + file).split(" ", -1));
        assertThat(answer.exitCode()).as(answer.text()).isZero();
        assertThat(answer.text()).contains("SUCCESS");
    }

    /// Of an expression that is none, with the same words.
    @Test
    void promtoolWouldSaySo() throws Exception {
        InstalledProgram promtool = InstalledProgram.orSkip("promtool", "check a wrong file with");
        assertThat(promtool.run("check", "rules", "pom.xml").exitCode()).isNotZero();
    }
}
