package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.line.EchoDialect;
import io.relayhub.link.line.LineDialect;
import io.relayhub.link.line.LinePath;
import io.relayhub.relay.RelayWorld.Peer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One path for the relay and another dialect of lines.
class SharedPathTest {
    private final RelayWorld world = new RelayWorld(List.of(new EchoDialect()));

    @Test
    void eachLineGoesToTheDialectThatNamesItsTypeAndTheRestToTheRelay() {
        Peer connector = world.connector("");
        Peer agent = world.agent();
        agent.say("{\"type\":\"echo\",\"value\":[1, 2]}\n{\"id\":\"1\",\"action\":\"a\"}\n{\"type\":\"ping\"}");
        assertThat(agent.nextText()).isEqualTo("{\"type\":\"echoed\",\"value\":[1, 2]}\n");
        assertThat(agent.next().get("type").asString()).isEqualTo("pong");
        connector.answer(connector.next());
        assertThat(agent.next().get("id").asString()).isEqualTo("1");
        agent.say("{\"type\":\"echo\\u0065\"}");
        assertThat(agent.nextError()).isEqualTo("UNKNOWN_TYPE");
        agent.say("{\"type\":\"\\u0065cho\",\"value\":null}");
        assertThat(agent.next().get("type").asString()).isEqualTo("echoed");
    }

    @Test
    void whatOneSaysInTheOtherDialectDecidesNoRole() {
        Peer peer = world.connect();
        peer.say("{\"type\":\"echo\",\"value\":1}");
        assertThat(peer.part).isNull();
        assertThat(world.relay.stats().agents()).isZero();
    }

    @Test
    void twoDialectsThatAnswerOneTypeCannotShareAPath() {
        var settings = RelaySettings.defaults("n");
        List<LineDialect> others = List.of(new EchoDialect(), new EchoDialect());
        assertThatThrownBy(
                        () -> new LinePath(settings.lines(), new AssemblyBudget(1), new Random(1), world.relay, others))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
