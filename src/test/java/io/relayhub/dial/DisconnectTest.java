package io.relayhub.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DisconnectTest {
    @Test
    void sentencesOfClosesShowOnlyTheMachineWord() {
        Disconnect ending = new Disconnect.Closed(1008, "AUTH_REQUIRED see ws://hub/ws?token=CANARY");
        assertThat(ending.sentence()).isEqualTo("the hub refuses this connection (1008 AUTH_REQUIRED)");
        assertThat(new Disconnect.Closed(1011, "token=CANARY").sentence())
                .isEqualTo("the hub closed the connection (1011)");
    }

    @Test
    void replacedConnectorIsToldWhatHappenedAndWhatToDo() {
        assertThat(new Disconnect.Closed(4409, "REPLACED").sentence())
                .contains("same id has taken over")
                .contains("--id");
    }

    @Test
    void exceptionsGiveTheirKindAndNotTheirText() {
        Disconnect ending =
                Disconnect.Broken.because("the connection broke", new IOException("GET /ws?token=CANARY failed"));
        assertThat(ending.sentence()).isEqualTo("the connection broke (io)");
    }

    @Test
    void hubCannotSendItsPeersAwayForLongerThanFiveMinutes() {
        assertThat(new Disconnect.Closed(1012, "DRAIN retry_ms=999999999").notBefore())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(new Disconnect.Refused(503, Duration.ofDays(2)).notBefore()).isEqualTo(Duration.ofMinutes(5));
        assertThat(new Disconnect.Closed(1012, "DRAIN retry_ms=abc").notBefore())
                .isEqualTo(Duration.ZERO);
    }
}
