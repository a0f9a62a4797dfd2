package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Identity;
import io.relayhub.relay.RelayWorld.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// docs/protocol.md, "Who asks": connectors that want to know hear which agent asks, and when it has gone.
class AgentsTest {
    private final RelayWorld world = new RelayWorld();
    private final Peer connector = world.connector("\"features\":[\"agents\",\"cancel\"],\"connectorId\":\"c1\"");
    private final Peer agent = world.agent();
    private final Peer other = world.agent();

    private static String left(String agent) {
        return "{\"type\":\"agent_left\",\"agent\":\"" + agent + "\"}\n";
    }

    private String asked(Peer by) {
        by.request("1", "a");
        JsonNode request = connector.next();
        connector.answer(request);
        by.next();
        return request.get("agent").asString();
    }

    @Test
    void everyAgentHasANameOfItsOwnForAsLongAsItIsConnected() {
        agent.say("{\"id\":7, \"action\":\"a\",\"more\":1.0e1}");
        assertThat(connector.nextText())
                .matches(
                        "\\{\"id\":\"[0-9a-z]{6}-1-1\",\"agent\":\"[0-9a-z]{6}-s2\", \"action\":\"a\",\"more\":1.0e1}\n");
        assertThat(asked(agent)).isEqualTo(asked(agent)).isNotEqualTo(asked(other));
    }

    @Test
    void aConnectorThatDoesNotAskForItSeesWhatTheAgentSaid() {
        Peer old = world.connector("\"connectorId\":\"old\",\"features\":[\"cancel\"]");
        agent.say("{\"id\":7,\"action\":\"a\",\"connector\":\"old\",\"agent\":\"me\"}");
        assertThat(old.nextText()).endsWith("\",\"action\":\"a\",\"connector\":\"old\",\"agent\":\"me\"}\n");
        agent.leave();
        assertThat(old.next().get("type").asString()).isEqualTo("cancel");
        assertThat(old.waiting()).isZero();
    }

    @Test
    void noAgentPassesForAnother() {
        String name = asked(agent);
        other.say("{\"agent\":\"" + name + "\",\"id\":7,\"action\":\"a\"}");
        String request = connector.nextText();
        assertThat(request)
                .matches("\\{\"agent\":\"[0-9a-z]{6}-s3\",\"id\":\"[0-9a-z]{6}-1-2\",\"action\":\"a\"}\n")
                .doesNotContain(name);
        other.say("{\"agent\":\"" + name + "\",\"id\":8,\"action\":\"a\",\"\\u0061gent\":\"x\"}");
        assertThat(other.nextError()).isEqualTo("BAD_REQUEST");
        assertThat(connector.waiting()).isZero();
    }

    @Test
    void theEndOfAnAgentComesAfterItsCancelsAndToThoseItAsked() {
        Peer spared = world.connector("\"features\":[\"agents\"],\"connectorId\":\"c2\"");
        agent.say("{\"id\":7,\"action\":\"a\",\"connector\":\"c1\"}");
        String name = connector.next().get("agent").asString();
        agent.leave();
        assertThat(connector.next().get("type").asString()).isEqualTo("cancel");
        assertThat(connector.nextText()).isEqualTo(left(name));
        assertThat(spared.waiting()).isZero();
        other.leave();
        assertThat(connector.waiting()).isZero();
    }

    @Test
    void aConnectorThatComesBackHearsWhoHasLeftMeanwhileAndFollowsTheRest() {
        String gone = asked(agent);
        String here = asked(other);
        connector.leave();
        agent.leave();
        Peer stranger =
                world.connect(new Identity("t2", "other-tenant", RelayWorld.BOTH, null), Map.of("role", "agent"));
        stranger.request("1", "a");
        Peer back = world.connector("\"features\":[\"agents\"],\"connectorId\":\"c1\",\"agents\":[\"" + gone + "\",\""
                + here + "\",\"" + here.replaceAll("s3$", "s4") + "\",\"an\\\"y\"]");
        List<String> heard = new ArrayList<>();
        while (back.waiting() > 0) {
            heard.add(back.nextText());
        }
        assertThat(heard).containsExactlyInAnyOrder(left(gone), left(here.replaceAll("s3$", "s4")), left("an\\\"y"));
        other.leave();
        assertThat(back.nextText()).isEqualTo(left(here));
    }

    @Test
    void whatIsKeptOfAnAgentDoesNotGrowWithConnectorsThatHaveLeft() {
        var profile = ConnectorProfile.of(Map.of())
                .with(new io.relayhub.relay.codec.Frame.ConnectorHello(
                        null, null, null, Map.of(), null, java.util.Set.of("agents"), 0, java.util.Set.of()));
        var kept = new Agent(agent, new io.relayhub.relay.codec.AgentId("h", "s"), 1);
        for (int i = 0; i < 100; i++) {
            var one = new Connector(connector, i, "h", Connector.Standing.CERTAIN, profile, world.relay.settings(), 0);
            assertThat(kept.nameFor(one)).isNotNull();
            if (i < 98) {
                one.leave();
            }
        }
        assertThat(kept.leave()).hasSize(2);
        assertThat(kept.leave()).isEmpty();
    }
}
