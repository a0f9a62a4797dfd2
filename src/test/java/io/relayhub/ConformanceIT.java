package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.HubConformance;
import io.relayhub.testing.MisbehavingConnector.Habit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The conformance kit on this project's own hub.
@Timeout(60)
class ConformanceIT {
    private static final String TOKEN = "token-of-the-conformance-test-0123";
    private static final RelayHub HUB = RelayHub.builder().port(0).token(TOKEN).build();

    @BeforeAll
    static void start() {
        HUB.start();
    }

    @AfterAll
    static void stop() {
        HUB.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SILENT, REQUEST_TIMEOUT",
        "DEAF, REQUEST_TIMEOUT",
        "WRONG_ID, REQUEST_TIMEOUT",
        "TWICE, TWICE",
        "LATE, REQUEST_TIMEOUT",
        "GARBAGE, GARBAGE",
        "IN_PIECES, IN_PIECES",
        "HALF_AN_ANSWER, CONNECTOR_LOST"
    })
    void agentGetsExactlyOneOutcomeWhateverTheConnectorDoes(Habit habit, String word) {
        assertThat(new HubConformance(HUB.port(), "/ws?token=" + TOKEN).outcome(habit))
                .contains("\"" + word + "\"");
    }
}
