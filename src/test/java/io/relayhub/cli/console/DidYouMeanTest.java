package io.relayhub.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    private static final List<String> WORDS =
            List.of("start", "stop", "restart", "status", "logs", "--max-message-size");

    @ParameterizedTest
    @CsvSource({
        "strat, start",
        "sotp, stop",
        "stauts, status",
        "restrat, restart",
        "log, logs",
        "--max-mesage-size, --max-message-size"
    })
    void aSlipIsUnderstood(String typed, String meant) {
        assertThat(DidYouMean.closest(typed, WORDS)).contains(meant);
        assertThat(DidYouMean.hint(typed, WORDS, "x ")).isEqualTo(" Did you mean 'x " + meant + "'?");
    }

    @Test
    void anotherWordIsNone() {
        assertThat(DidYouMean.hint("frobnicate", WORDS, "")).isEmpty();
        assertThat(DidYouMean.hint("", WORDS, "")).isEmpty();
    }
}
