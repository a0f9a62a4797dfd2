package io.relayhub.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.cli.connect.LinkState.Kind;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorConsoleTest {
    private static final Disconnect AWAY = new Disconnect.Broken("nobody listens");
    private static final Disconnect REFUSED = new Disconnect.Refused(401, Duration.ZERO);
    private static final Instant T0 = Instant.EPOCH;

    private final List<String> lines = new ArrayList<>();
    private final List<LinkState> states = new ArrayList<>();
    private Instant now = T0;

    private ConnectorConsole console(String url) {
        return new ConnectorConsole(HubAddress.parse(url), lines::add, states::add, () -> now);
    }

    @Test
    void anAbsenceBeginsWithTheLossOfTheConnection() {
        ConnectorConsole console = console("ws://hub/ws?token=CANARY");
        console.connected();
        now = T0.plusSeconds(5);
        console.waiting(AWAY, Duration.ZERO);
        now = T0.plusSeconds(9);
        console.waiting(new Disconnect.Broken("still nobody"), Duration.ZERO);
        now = T0.plusSeconds(11);
        console.connected();
        assertThat(states)
                .containsExactly(
                        new LinkState(Kind.CONNECTED, T0, ""),
                        new LinkState(Kind.RECONNECTING, T0.plusSeconds(5), "nobody listens"),
                        new LinkState(Kind.RECONNECTING, T0.plusSeconds(5), "still nobody"),
                        new LinkState(Kind.CONNECTED, T0.plusSeconds(11), ""));
    }

    @Test
    void eachKindOfRefusalSaysWhatToDo() {
        assertThat(console("ws://hub/ws").sentence(REFUSED)).contains("none was given");
        ConnectorConsole wrong = console("ws://hub/ws?token=CANARY");
        assertThat(wrong.sentence(REFUSED)).contains("does not know this token");
        wrong.connected();
        assertThat(wrong.sentence(REFUSED))
                .contains("no longer knows this token")
                .contains("'relayhub status'");
    }

    @Test
    void anEndIsNotToldTwice() {
        ConnectorConsole console = console("ws://hub/ws?token=CANARY");
        console.ended(REFUSED);
        assertThat(lines).isEmpty();
        assertThat(states).extracting(LinkState::kind).containsExactly(Kind.ENDED);
    }
}
