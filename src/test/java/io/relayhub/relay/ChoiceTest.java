package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.relay.RelayWorld.Peer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// docs/protocol.md, "Choice of connector"
class ChoiceTest {
    private final RelayWorld world = new RelayWorld();

    @Test
    void withoutAConnectorTheAnswerComesAtOnce() {
        Peer agent = world.agent();
        agent.request("1", "a");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("NO_CONNECTOR");
        assertThat(error.get("retryable").asBoolean()).isTrue();
        assertThat(error.get("success").asBoolean()).isFalse();
        assertThat(error.get("error").asString()).contains("start one");
    }

    @Test
    void theOneWithTheFewestOpenRequestsIsChosenAndEqualsTakeTurns() {
        Peer first = world.connector("");
        Peer second = world.connector("");
        Peer third = world.connector("");
        Peer agent = world.agent();
        for (int i = 0; i < 30; i++) {
            agent.request("r" + i, "a");
        }
        assertThat(new int[] {first.waiting(), second.waiting(), third.waiting()})
                .containsOnly(10);
        for (int i = 0; i < 10; i++) {
            second.answer(second.next());
        }
        for (int i = 0; i < 10; i++) {
            agent.request("s" + i, "a");
        }
        assertThat(second.waiting()).isEqualTo(10);
    }

    @Test
    void equalsTakeTurnsAlsoWhenEachAnswersAtOnce() {
        Peer first = world.connector("");
        Peer second = world.connector("");
        Peer agent = world.agent();
        int toFirst = 0;
        for (int i = 0; i < 100; i++) {
            agent.request("r" + i, "a");
            Peer asked = first.waiting() > 0 ? first : second;
            toFirst += asked == first ? 1 : 0;
            asked.answer(asked.next());
        }
        assertThat(toFirst).isBetween(40, 60);
    }

    @Test
    void nameLabelsAndActionsMustFit() {
        Peer mac = world.connector(
                "\"connectorId\":\"c1\",\"name\":\"Mac\",\"labels\":{\"os\":\"mac\",\"x\":\"1\"},\"actions\":[\"a\"]");
        Peer linux = world.connector("\"connectorId\":\"c2\",\"labels\":{\"os\":\"linux\"}");
        Peer agent = world.agent();
        agent.say("{\"id\":1,\"action\":\"a\",\"connector\":\"c1\"}");
        agent.say("{\"id\":2,\"action\":\"a\",\"connector\":\"Mac\"}");
        agent.say("{\"id\":3,\"action\":\"a\",\"labels\":{\"os\":\"mac\"}}");
        assertThat(mac.waiting()).isEqualTo(3);
        agent.say("{\"id\":4,\"action\":\"b\"}");
        assertThat(linux.waiting()).isEqualTo(1);
        agent.say("{\"id\":5,\"action\":\"a\",\"connector\":\"c9\"}");
        JsonNode nobody = agent.next();
        assertThat(nobody.get("errorCode").asString()).isEqualTo("CONNECTOR_NOT_FOUND");
        assertThat(nobody.get("error").asString()).endsWith("there are c1, c2.");
        agent.say("{\"id\":6,\"action\":\"b\",\"labels\":{\"os\":\"mac\"}}");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("NO_CONNECTOR");
        assertThat(error.get("error").asString())
                .contains("None of the 2")
                .contains("1 without the labels")
                .contains("1 without this action");
    }

    @Test
    void agentsReachConnectorsOfTheirOwnTenantOnly() {
        Peer theirs = world.connect("blue", RelayWorld.BOTH, Map.of("role", "connector", "id", "c1"));
        Peer agent = world.connect("red", RelayWorld.BOTH, Map.of("role", "agent"));
        agent.request("1", "a");
        assertThat(agent.nextError()).isEqualTo("NO_CONNECTOR");
        agent.say("{\"id\":2,\"action\":\"a\",\"connector\":\"c1\"}");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("CONNECTOR_NOT_FOUND");
        assertThat(error.get("error").asString()).doesNotContain("c1");
        assertThat(theirs.waiting()).isZero();
        world.connect("red", RelayWorld.BOTH, Map.of("role", "connector", "id", "c1"));
        assertThat(theirs.closing).isNull();
    }

    @Test
    void aConnectorGetsAsManyAsItAnnounced() {
        Peer connector = world.connector("\"maxInFlight\":2");
        Peer agent = world.agent();
        agent.request("1", "a");
        agent.request("2", "a");
        agent.request("3", "a");
        assertThat(agent.nextError()).isEqualTo("CONNECTOR_BUSY");
        connector.answer(connector.next());
        agent.next();
        agent.request("4", "a");
        assertThat(connector.waiting()).isEqualTo(2);
    }

    @Test
    void aConnectorThatAnnouncesNothingGets256AndAnAgentHas256() {
        world.connector("");
        Peer other = world.agent();
        Peer agent = world.agent();
        for (int i = 0; i < 256; i++) {
            agent.request("r" + i, "a");
        }
        assertThat(agent.waiting()).isZero();
        agent.request("one more", "a");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(error.get("retryAfterMs").asInt()).isPositive();
        other.request("1", "a");
        assertThat(other.nextError()).isEqualTo("CONNECTOR_BUSY");
    }

    @Test
    void aMissingConnectorsNeighboursAreNamedUpToTenAndWhatIsUnfitForPrintingIsNot() {
        world.connector("\"connectorId\":\"odd\\nid\"");
        for (int i = 10; i < 22; i++) {
            world.connector("\"connectorId\":\"c" + i + "\"");
        }
        Peer agent = world.agent();
        agent.say("{\"id\":1,\"action\":\"a\",\"connector\":\"c9\"}");
        assertThat(agent.next().get("error").asString())
                .endsWith("there are c10, c11, c12, c13, c14, c15, c16, c17, c18, c19 and 2 more.");
    }

    @Test
    void deadlinesThatAnAgentChoseTooShortDoNotRestAConnector() {
        Peer connector = world.connector("");
        Peer hasty = world.agent();
        Peer patient = world.agent();
        for (int i = 0; i < 5; i++) {
            hasty.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":1}");
        }
        for (int second = 0; second < 33; second++) {
            hasty.say("{\"id\":\"h" + second + "\",\"action\":\"a\",\"timeoutMs\":1}");
            patient.request("p" + second, "a");
            world.pass(Duration.ofMillis(400));
            while (connector.waiting() > 0) {
                connector.answer(connector.next());
            }
            assertThat(patient.next().get("success").asBoolean()).isTrue();
            world.pass(Duration.ofMillis(600));
        }
        assertThat(world.facts.count("ejected")).isZero();
    }

    @Test
    void aLateAnswerEndsTheRest() {
        Peer slow = world.connector("");
        Peer agent = world.agent();
        for (int i = 0; i < 5; i++) {
            agent.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":1000}");
        }
        world.pass(Duration.ofSeconds(1));
        assertThat(world.facts.count("ejected")).isEqualTo(1);
        slow.answer(slow.next());
        agent.request("again", "a");
        assertThat(slow.waiting()).isEqualTo(5);
    }

    @Test
    void aConnectorThatNeedsLongerIsGivenTwiceAsLong() {
        Peer slow = world.connector("");
        Peer agent = world.agent();
        agent.request("first", "a");
        world.pass(Duration.ofSeconds(3));
        slow.answer(slow.next());
        for (int i = 0; i < 5; i++) {
            agent.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":5000}");
        }
        world.pass(Duration.ofSeconds(5));
        assertThat(world.facts.count("ejected")).isZero();
        for (int i = 0; i < 5; i++) {
            agent.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":6000}");
        }
        world.pass(Duration.ofSeconds(6));
        assertThat(world.facts.count("ejected")).isEqualTo(1);
    }

    @Test
    void aConnectorWhoseQueueIsFullIsLeftOut() {
        Peer blocked = world.connector("");
        blocked.full = true;
        Peer agent = world.agent();
        agent.request("1", "a");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("CONNECTOR_BUSY");
        assertThat(error.get("retryable").asBoolean()).isTrue();
        assertThat(error.get("error").asString()).contains("1 not reading");
        assertThat(world.relay.stats().pendingRequests()).isZero();
        Peer free = world.connector("");
        agent.request("1", "a");
        assertThat(free.waiting()).isEqualTo(1);
        blocked.full = false;
        agent.request("2", "a");
        assertThat(blocked.waiting()).isEqualTo(1);
    }

    @Test
    void fiveTimeoutsInARowRestAConnectorThenOneRequestIsItsTrial() {
        Peer silent = world.connector("");
        Peer agent = world.agent();
        for (int i = 0; i < 5; i++) {
            agent.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":1000}");
        }
        world.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            assertThat(agent.nextError()).isEqualTo("REQUEST_TIMEOUT");
        }
        assertThat(world.facts.count("ejected")).isEqualTo(1);
        agent.request("while resting", "a");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("CONNECTOR_BUSY");
        assertThat(error.get("error").asString()).contains("1 resting");
        world.pass(Duration.ofSeconds(30));
        agent.request("trial", "a");
        agent.request("second", "a");
        assertThat(agent.nextError()).isEqualTo("CONNECTOR_BUSY");
        assertThat(silent.waiting()).isEqualTo(6);
        for (int i = 0; i < 5; i++) {
            silent.next();
        }
        silent.answer(silent.next());
        assertThat(agent.next().get("id").asString()).isEqualTo("trial");
        agent.request("again", "a");
        agent.request("and again", "a");
        assertThat(silent.waiting()).isEqualTo(2);
    }

    @Test
    void aFailedTrialRestsTheConnectorAgain() {
        world.connector("");
        Peer agent = world.agent();
        for (int i = 0; i < 5; i++) {
            agent.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":1000}");
        }
        world.pass(Duration.ofSeconds(31));
        agent.say("{\"id\":\"trial\",\"action\":\"a\",\"timeoutMs\":1000}");
        world.pass(Duration.ofSeconds(1));
        assertThat(world.facts.count("ejected")).isEqualTo(2);
        agent.request("x", "a");
        assertThat(agent.waiting()).isEqualTo(7);
    }

    @Test
    void anAnswerBetweenTimeoutsBreaksTheRow() {
        Peer connector = world.connector("");
        Peer agent = world.agent();
        for (int i = 0; i < 9; i++) {
            agent.say("{\"id\":" + i + ",\"action\":\"a\",\"timeoutMs\":1000}");
            JsonNode request = connector.next();
            if (i == 4) {
                connector.answer(request);
            }
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(world.facts.count("ejected")).isZero();
    }
}
