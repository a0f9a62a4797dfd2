package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Role;
import io.relayhub.relay.RelayWorld.Peer;
import io.relayhub.relay.facts.RelayStats;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// docs/protocol.md, "Which role is it?"
class RolesTest {
    private final RelayWorld world = new RelayWorld();

    @Test
    void clientsOfTheOriginalsKindNeedNoHello() {
        Peer connector = world.connect();
        Peer agent = world.connect();
        world.pass(Duration.ofSeconds(1));
        agent.say("{\"id\":\"unique-id\",\"action\":\"get_requests\",\"data\":{\"count\":5},\"version\":\"1.30.0\"}\n");
        JsonNode request = connector.next();
        assertThat(request.get("action").asString()).isEqualTo("get_requests");
        connector.answer(request);
        assertThat(agent.next().get("id").asString()).isEqualTo("unique-id");
        assertThat(agent.waiting() + connector.waiting()).isZero();
        assertThat(world.relay.stats()).isEqualTo(new RelayStats(2, 1, 1, 0));
    }

    @Test
    void aSilentConnectionIsLeftAloneForASecond() {
        world.connect();
        Peer agent = world.agent();
        world.pass(Duration.ofMillis(900));
        agent.request("1", "a");
        assertThat(agent.nextError()).isEqualTo("NO_CONNECTOR");
    }

    @Test
    void aPingAloneSaysNothingOfTheRole() {
        Peer peer = world.connect();
        peer.say("{\"type\":\"ping\",\"timestamp\":99}");
        assertThat(peer.nextText()).isEqualTo("{\"type\":\"pong\",\"timestamp\":1234}\n");
        assertThat(world.relay.stats()).isEqualTo(new RelayStats(1, 0, 0, 0));
        peer.request("1", "a");
        assertThat(peer.part).isEqualTo("AGENT");
    }

    @Test
    void aHelloDecidesAndIsWelcomed() {
        Peer peer = world.connect();
        peer.say("{\"type\":\"agent_hello\",\"name\":\"ci\"}");
        JsonNode welcome = peer.next();
        assertThat(welcome.get("type").asString()).isEqualTo("welcome");
        assertThat(welcome.get("role").asString()).isEqualTo("agent");
        assertThat(welcome.get("node").asString()).isEqualTo("node-1");
        assertThat(welcome.get("session").asString()).isEqualTo(peer.id());
        assertThat(welcome.get("protocol").asInt()).isEqualTo(1);
        assertThat(welcome.get("heartbeatIntervalMs").asInt()).isEqualTo(30_000);
        assertThat(welcome.get("heartbeatTimeoutMs").asInt()).isEqualTo(90_000);
        assertThat(welcome.get("maxMessageBytes").asInt()).isEqualTo(10 * 1024 * 1024);
    }

    @Test
    void theTokenDecidesBeforeTheQueryAndTheHello() {
        Peer peer = world.connect("default", Set.of(Role.CONNECTOR), Map.of("role", "agent"));
        assertThat(peer.part).isEqualTo("CONNECTOR");
        peer.say("{\"type\":\"agent_hello\"}");
        assertThat(peer.nextError()).isEqualTo("FORBIDDEN");
    }

    @Test
    void theQueryDecidesAndDescribes() {
        world.connect(
                "default", RelayWorld.BOTH, Map.of("role", "connector", "id", "c1", "name", "Mac", "label.os", "mac"));
        assertThat(world.relay.connectors()).singleElement().satisfies(view -> {
            assertThat(view.id()).isEqualTo("c1");
            assertThat(view.name()).isEqualTo("Mac");
            assertThat(view.labels()).isEqualTo(Map.of("os", "mac"));
        });
    }

    @Test
    void aRoleOnceDecidedStays() {
        Peer agent = world.agent();
        agent.say("{\"id\":\"x\",\"success\":true}");
        assertThat(agent.nextError()).isEqualTo("FORBIDDEN");
        agent.say("{\"type\":\"connector_hello\"}");
        assertThat(agent.nextError()).isEqualTo("FORBIDDEN");
        Peer connector = world.connector("");
        connector.request("1", "a");
        JsonNode refusal = connector.next();
        assertThat(refusal.get("errorCode").asString()).isEqualTo("FORBIDDEN");
        assertThat(refusal.get("id").asString()).isEqualTo("1");
        connector.say("{\"type\":\"cancel\",\"id\":\"1\"}");
        assertThat(connector.nextError()).isEqualTo("FORBIDDEN");
        assertThat(world.relay.stats()).isEqualTo(new RelayStats(2, 1, 1, 0));
    }

    @Test
    void aPresumedConnectorThatAsksBecomesAnAgentAndOwesNothing() {
        Peer idle = world.connect();
        Peer agent = world.agent();
        world.pass(Duration.ofSeconds(1));
        agent.request("1", "a");
        assertThat(idle.next().get("action").asString()).isEqualTo("a");
        idle.request("mine", "b");
        assertThat(agent.nextError()).isEqualTo("CONNECTOR_LOST");
        assertThat(idle.nextError()).isEqualTo("NO_CONNECTOR");
        assertThat(world.relay.stats()).isEqualTo(new RelayStats(2, 2, 0, 0));
    }

    @Test
    void aPresumedConnectorIsAskedOnlyWhenNobodyElseIsThere() {
        Peer presumed = world.connect();
        Peer declared = world.connector("");
        Peer agent = world.agent();
        world.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            agent.request("r" + i, "a");
        }
        assertThat(declared.waiting()).isEqualTo(5);
        assertThat(presumed.waiting()).isZero();
    }

    @Test
    void aPresumedConnectorGetsOneRequestUntilItAnswers() {
        Peer presumed = world.connect();
        Peer agent = world.agent();
        world.pass(Duration.ofSeconds(1));
        agent.request("1", "a");
        agent.request("2", "a");
        assertThat(agent.nextError()).isEqualTo("CONNECTOR_BUSY");
        presumed.answer(presumed.next());
        agent.next();
        agent.request("3", "a");
        agent.request("4", "a");
        assertThat(presumed.waiting()).isEqualTo(2);
    }

    @Test
    void aPresumedConnectorThatLeavesARequestUnansweredIsSetAsideUntilItAnswers() {
        Peer presumed = world.connect();
        Peer agent = world.agent();
        world.pass(Duration.ofSeconds(1));
        agent.request("1", "a");
        world.pass(Duration.ofSeconds(60));
        assertThat(agent.nextError()).isEqualTo("REQUEST_TIMEOUT");
        agent.request("2", "a");
        assertThat(agent.nextError()).isEqualTo("NO_CONNECTOR");
        presumed.answer(presumed.next());
        agent.request("3", "a");
        assertThat(presumed.waiting()).isEqualTo(1);
    }

    @Test
    void aPresumedConnectionHasNoClaimToAnId() {
        Peer connector = world.connector("\"connectorId\":\"c1\"");
        world.connect("default", RelayWorld.BOTH, Map.of("id", "c1"));
        assertThat(connector.closing).isNull();
    }

    @Test
    void aConnectorThatAnswersWhileItIsSetAsideStaysAConnector() {
        Peer peer = world.connect();
        world.pass(Duration.ofSeconds(2));
        var connector = new Connector(
                peer,
                9,
                "h",
                Connector.Standing.PRESUMED,
                ConnectorProfile.of(Map.of()),
                RelaySettings.defaults("n"),
                0);
        connector.confirm();
        connector.setAside();
        assertThat(connector.isCertain()).isTrue();
    }

    @Test
    void whatTheHandshakeSaysTooLongIsNotKept() {
        var profile = ConnectorProfile.of(
                Map.of("id", "i".repeat(257), "name", "n".repeat(256), "label.os", "v".repeat(257), "label.x", "1"));
        assertThat(profile.id()).isNull();
        assertThat(profile.name()).hasSize(256);
        assertThat(profile.labels()).isEqualTo(Map.of("x", "1"));
    }
}
