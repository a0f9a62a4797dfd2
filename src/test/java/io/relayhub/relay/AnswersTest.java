package io.relayhub.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.relay.RelayWorld.Peer;
import io.relayhub.relay.facts.RelayStats;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// docs/protocol.md, "Messages" and "Errors": the one outcome of a request.
class AnswersTest {
    private final RelayWorld world = new RelayWorld();
    private final Peer connector = world.connector("\"features\":[\"cancel\",\"progress\"],\"connectorId\":\"c1\"");
    private final Peer agent = world.agent();

    @Test
    void theConnectorSeesTheHubsIdAndTheAgentItsOwn() {
        agent.say("{\"id\":7, \"action\":\"a\",\"data\":{\"id\":\"inner\"},\"more\":1.0e1}");
        String request = connector.nextText();
        assertThat(request)
                .matches(
                        "\\{\"id\":\"[0-9a-z]{6}-1-1\", \"action\":\"a\",\"data\":\\{\"id\":\"inner\"},\"more\":1.0e1}\n");
        String id = request.substring(6, request.indexOf(','));
        connector.say("{\"success\":true,\"id\":" + id + ",\"data\":[ 1 ]}");
        assertThat(agent.nextText()).isEqualTo("{\"success\":true,\"id\":7,\"data\":[ 1 ]}\n");
    }

    @Test
    void aFailureOfTheConnectorPassesAsItIs() {
        agent.request("1", "a");
        connector.say("{\"id\":" + connector.next().get("id") + ",\"success\":false,\"error\":\"no tab\"}");
        assertThat(agent.nextText()).isEqualTo("{\"id\":\"1\",\"success\":false,\"error\":\"no tab\"}\n");
    }

    @Test
    void progressComesBeforeTheAnswerAndIsNoOutcome() {
        agent.request("1", "a");
        JsonNode id = connector.next().get("id");
        connector.say("{\"type\":\"progress\",\"id\":" + id + ",\"data\":1}");
        connector.say("{\"type\":\"progress\",\"id\":" + id + ",\"data\":2}");
        connector.say("{\"id\":" + id + ",\"success\":true}");
        assertThat(agent.nextText()).isEqualTo("{\"type\":\"progress\",\"id\":\"1\",\"data\":1}\n");
        assertThat(agent.next().get("data").asInt()).isEqualTo(2);
        assertThat(agent.next().get("success").asBoolean()).isTrue();
        connector.say("{\"type\":\"progress\",\"id\":" + id + ",\"data\":3}");
        assertThat(agent.waiting()).isZero();
        assertThat(world.facts.count("orphaned DUPLICATE")).isEqualTo(1);
    }

    @Test
    void anIdInUseIsRefusedAndTheFirstIsUnaffected() {
        agent.say("{\"id\":\"a\",\"action\":\"x\"}");
        agent.say("{\"id\":\"\\u0061\",\"action\":\"x\"}");
        assertThat(agent.nextError()).isEqualTo("DUPLICATE_ID");
        connector.answer(connector.next());
        assertThat(agent.next().get("success").asBoolean()).isTrue();
        agent.say("{\"id\":\"a\",\"action\":\"x\"}");
        assertThat(connector.waiting()).isEqualTo(1);
    }

    @Test
    void theDeadlineIsTheRequestsOwnWithinTheHubsLongest() {
        agent.say("{\"id\":1,\"action\":\"a\",\"timeoutMs\":500,\"idempotent\":true}");
        agent.say("{\"id\":2,\"action\":\"a\"}");
        agent.say("{\"id\":3,\"action\":\"a\",\"timeoutSec\":1e9}");
        world.pass(Duration.ofMillis(400));
        assertThat(agent.waiting()).isZero();
        world.pass(Duration.ofMillis(100));
        JsonNode first = agent.next();
        assertThat(first.get("errorCode").asString()).isEqualTo("REQUEST_TIMEOUT");
        assertThat(first.get("retryable").asBoolean()).isTrue();
        assertThat(first.get("error").asString()).contains("500 ms").contains("may have executed");
        world.pass(Duration.ofSeconds(60));
        JsonNode second = agent.next();
        assertThat(second.get("id").asInt()).isEqualTo(2);
        assertThat(second.get("retryable").asBoolean()).isFalse();
        world.pass(Duration.ofMinutes(10));
        assertThat(agent.next().get("id").asInt()).isEqualTo(3);
        assertThat(world.relay.stats().pendingRequests()).isZero();
    }

    @Test
    void aTimeoutWithdrawsTheRequestFromAConnectorThatUnderstandsIt() {
        agent.say("{\"id\":1,\"action\":\"a\",\"timeoutMs\":500}");
        JsonNode id = connector.next().get("id");
        world.pass(Duration.ofSeconds(1));
        assertThat(connector.nextText()).isEqualTo("{\"type\":\"cancel\",\"id\":" + id + "}\n");
        agent.next();
        connector.say("{\"id\":" + id + ",\"success\":true}");
        assertThat(agent.waiting()).isZero();
        assertThat(world.facts.count("orphaned LATE")).isEqualTo(1);
    }

    @Test
    void aCancelledRequestHasCancelledForItsOutcome() {
        agent.request("1", "a");
        JsonNode id = connector.next().get("id");
        agent.say("{\"type\":\"cancel\",\"id\":\"1\"}");
        assertThat(connector.next().get("type").asString()).isEqualTo("cancel");
        assertThat(agent.nextError()).isEqualTo("CANCELLED");
        connector.say("{\"id\":" + id + ",\"success\":true}");
        assertThat(agent.waiting()).isZero();
        assertThat(world.facts.count("orphaned CANCELLED")).isEqualTo(1);
        agent.say("{\"type\":\"cancel\",\"id\":\"1\"}");
        assertThat(agent.waiting() + connector.waiting()).isZero();
    }

    @Test
    void cancelIsNotPassedToAConnectorThatDidNotAnnounceIt() {
        connector.leave();
        Peer old = world.connector("");
        agent.request("1", "a");
        old.next();
        agent.say("{\"type\":\"cancel\",\"id\":\"1\"}");
        assertThat(agent.nextError()).isEqualTo("CANCELLED");
        assertThat(old.waiting()).isZero();
    }

    @Test
    void agentDisconnectsWithRequestsInFlight() {
        for (int i = 0; i < 100; i++) {
            agent.request("r" + i, "a");
        }
        agent.leave();
        assertThat(world.relay.stats().pendingRequests()).isZero();
        assertThat(world.facts.count("abandoned")).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            connector.answer(connector.next());
        }
        assertThat(world.facts.count("orphaned AGENT_GONE")).isEqualTo(100);
        assertThat(connector.waiting()).isEqualTo(100);
        assertThat(connector.next().get("type").asString()).isEqualTo("cancel");
    }

    @Test
    void anAnswerThatCannotBeDeliveredIsCountedAndNobodyElseIsTouched() {
        agent.request("1", "a");
        agent.gone = true;
        connector.answer(connector.next());
        assertThat(world.facts.count("orphaned AGENT_GONE")).isEqualTo(1);
        assertThat(world.facts.count("abandoned")).isEqualTo(1);
        assertThat(connector.closing).isNull();
    }

    @Test
    void connectorDiesWithRequestsInFlight() {
        for (int i = 0; i < 100; i++) {
            agent.request("r" + i, "a");
        }
        Peer second = world.connector("");
        connector.leave();
        for (int i = 0; i < 100; i++) {
            JsonNode error = agent.next();
            assertThat(error.get("errorCode").asString()).isEqualTo("CONNECTOR_LOST");
            assertThat(error.get("retryable").asBoolean()).isFalse();
        }
        assertThat(second.waiting()).as("never sent again by itself").isZero();
        assertThat(world.relay.stats()).isEqualTo(new RelayStats(2, 1, 1, 0));
    }

    @Test
    void aConnectorThatCannotBeReachedGetsNothingAndTheNextIsAsked() {
        connector.gone = true;
        Peer second = world.connector("");
        agent.request("1", "a");
        agent.request("2", "a");
        assertThat(second.waiting()).isEqualTo(2);
        second.leave();
        agent.next();
        agent.next();
        agent.request("3", "a");
        assertThat(agent.nextError()).isEqualTo("NO_CONNECTOR");
        assertThat(world.relay.stats().pendingRequests()).isZero();
    }

    @Test
    void answersCountOnlyFromThePartyThatWasAsked() {
        Peer other = world.connector("\"connectorId\":\"c2\"");
        agent.say("{\"id\":1,\"action\":\"a\",\"connector\":\"c1\"}");
        JsonNode request = connector.next();
        other.answer(request);
        assertThat(agent.waiting()).isZero();
        connector.answer(request);
        connector.answer(request);
        connector.say("{\"id\":\"invented\",\"success\":true}");
        String unknown = request.get("id").asString().replaceAll("\\d+$", "999");
        connector.say("{\"id\":\"" + unknown + "\",\"success\":true}");
        assertThat(agent.waiting()).isEqualTo(1);
        assertThat(world.facts.count("orphaned NOT_OWNER")).isEqualTo(1);
        assertThat(world.facts.count("orphaned DUPLICATE")).isEqualTo(1);
        assertThat(world.facts.count("orphaned UNKNOWN")).isEqualTo(2);
    }

    @Test
    void twentyForeignAnswersAMinuteAreToleratedAndOneMoreIsNot() {
        Peer other = world.connector("");
        agent.say("{\"id\":1,\"action\":\"a\",\"connector\":\"c1\"}");
        JsonNode request = connector.next();
        for (int i = 0; i < 20; i++) {
            other.answer(request);
        }
        assertThat(other.closing).isNull();
        other.answer(request);
        assertThat(other.closedBecause()).isEqualTo(CloseReason.PROTOCOL_VIOLATION);
        connector.answer(request);
        assertThat(agent.next().get("success").asBoolean()).isTrue();
    }

    @Test
    void answersFromBeforeAReconnectAreNoOffence() {
        for (int i = 0; i < 30; i++) {
            agent.request("r" + i, "a");
        }
        connector.leave();
        Peer again = world.connector("\"connectorId\":\"c1\"");
        for (int i = 0; i < 30; i++) {
            again.answer(connector.next());
        }
        assertThat(again.closing).isNull();
        assertThat(world.facts.count("orphaned UNKNOWN")).isEqualTo(30);
    }

    @Test
    void anAnswerWithoutAVerdictIsTheConnectorsFault() {
        agent.request("1", "a");
        connector.say("{\"id\":" + connector.next().get("id") + ",\"result\":1}");
        assertThat(agent.nextError()).isEqualTo("BAD_CONNECTOR_RESPONSE");
        agent.request("2", "a");
        connector.say("{\"id\":" + connector.next().get("id") + ",\"success\":\"true\"}");
        assertThat(agent.nextError()).isEqualTo("BAD_CONNECTOR_RESPONSE");
    }

    @Test
    void anEscapedSecondIdCannotSpeakForAnotherAgent() {
        Peer victim = world.agent();
        victim.request("1", "a");
        String victims = connector.next().get("id").asString();
        agent.say("{\"id\":\"1\",\"action\":\"a\",\"\\u0069d\":\"" + victims + "\"}");
        assertThat(agent.nextError()).isEqualTo("BAD_REQUEST");
        assertThat(connector.waiting()).isZero();
    }

    @Test
    void theSameConnectorIdAgainReplacesTheOlder() {
        agent.request("1", "a");
        JsonNode request = connector.next();
        Peer newer = world.connector("\"connectorId\":\"c1\"");
        assertThat(connector.closedBecause()).isEqualTo(CloseReason.REPLACED);
        assertThat(agent.nextError()).isEqualTo("CONNECTOR_LOST");
        connector.answer(request);
        connector.say("{\"type\":\"connector_hello\",\"connectorId\":\"c1\"}");
        connector.leave();
        assertThat(newer.closing).isNull();
        agent.request("2", "a");
        assertThat(newer.waiting())
                .as("the older one's late leaving removed nothing")
                .isEqualTo(1);
        assertThat(world.relay.stats()).isEqualTo(new RelayStats(2, 1, 1, 1));
    }

    @Test
    void differentMajorOrMinorVersionsAreWarnedOfOnce() {
        Peer versioned = world.connector("\"connectorId\":\"v\",\"version\":\"1.38.3\"");
        assertThat(warning(versioned, "1.30.0", "")).startsWith("agent 1.30.0, connector 1.38.3: update the agent");
        assertThat(warning(versioned, "2.0", "")).contains("update the connector");
        assertThat(warning(versioned, "1.38.0", "")).isEmpty();
        assertThat(warning(versioned, "nightly", "")).isEmpty();
        assertThat(warning(versioned, "1.30.0", ",\"versionWarning\":\"its own\""))
                .isEqualTo("its own");
    }

    private String warning(Peer versioned, String version, String members) {
        agent.say("{\"id\":1,\"action\":\"a\",\"connector\":\"v\",\"version\":\"" + version + "\"}");
        versioned.say("{\"id\":" + versioned.next().get("id") + ",\"success\":true" + members + "}");
        return agent.next().path("versionWarning").asString("");
    }

    @Test
    void binaryFramesThatHoldTheSameTextAreHeard() {
        byte[] bytes = "{\"id\":1,\"action\":\"a\"}\n".getBytes(UTF_8);
        agent.say(new Message(Message.Kind.BINARY, bytes, 0, bytes.length));
        assertThat(connector.waiting()).isEqualTo(1);
        agent.say(new Message(Message.Kind.BINARY, new byte[] {'"', (byte) 0xff, '"'}, 0, 3));
        assertThat(agent.closedBecause()).isEqualTo(CloseReason.NOT_UTF8);
    }

    @Test
    void malformedMessagesKeepTheConnectionTenTimesAMinute() {
        for (int i = 0; i < 10; i++) {
            agent.say("this is not JSON\n");
            assertThat(agent.nextError()).isEqualTo("BAD_JSON");
        }
        world.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            agent.say("[]\n");
            assertThat(agent.nextError()).isEqualTo("BAD_JSON");
        }
        agent.request("1", "a");
        assertThat(connector.waiting()).isEqualTo(1);
        agent.say("x\n");
        assertThat(agent.nextError()).isEqualTo("TOO_MANY_ERRORS");
        assertThat(agent.closedBecause()).isEqualTo(CloseReason.TOO_MANY_ERRORS);
        connector.next();
        assertThat(connector.next().get("type").asString()).isEqualTo("cancel");
        agent.request("2", "a");
        assertThat(connector.waiting()).isZero();
    }

    @Test
    void unknownTypesAndShapesAreNamed() {
        agent.say("{\"type\":\"dance\"}");
        assertThat(agent.nextError()).isEqualTo("UNKNOWN_TYPE");
        agent.say("{\"action\":\"a\"}");
        assertThat(agent.nextError()).isEqualTo("BAD_REQUEST");
        agent.say("{\"id\":\"7\"}");
        assertThat(agent.nextError()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aLineThatIsNotFinishedInTimeEndsTheConnection() {
        agent.say("{\"id\":1,");
        world.pass(Duration.ofSeconds(29));
        assertThat(agent.closing).isNull();
        world.pass(Duration.ofSeconds(1));
        assertThat(agent.closedBecause()).isEqualTo(CloseReason.MESSAGE_TIMEOUT);
    }

    @Test
    void anAgentThatExceedsItsTokensRateIsRefusedAndThenClosed() {
        var limited = new Identity("ci", "default", RelayWorld.BOTH, null, 5);
        Peer hasty = world.connect(limited, Map.of("role", "agent"));
        for (int i = 0; i < 10; i++) {
            hasty.request("r" + i, "a");
        }
        assertThat(hasty.waiting()).isZero();
        hasty.request("too much", "a");
        JsonNode error = hasty.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("RATE_LIMITED");
        assertThat(error.get("id").asString()).isEqualTo("too much");
        assertThat(error.get("retryAfterMs").asInt()).isPositive();
        assertThat(connector.waiting()).isEqualTo(10);
        for (int i = 0; i < 50; i++) {
            hasty.request("more", "a");
        }
        assertThat(hasty.closedBecause()).isEqualTo(CloseReason.RATE_LIMITED);
    }

    @Test
    void anAnswerThatFindsNoRoomIsAnErrorAndTheConnectionStays() {
        agent.say("{\"id\":\"1\",\"action\":\"a\",\"idempotent\":true}");
        JsonNode request = connector.next();
        agent.full = true;
        agent.reserve = 4 * 1024;
        connector.say(
                "{\"type\":\"progress\",\"id\":" + request.get("id") + ",\"data\":\"" + "p".repeat(9_000) + "\"}");
        connector.say("{\"id\":" + request.get("id") + ",\"success\":true,\"data\":\"" + "d".repeat(9_000) + "\"}");
        JsonNode error = agent.next();
        assertThat(error.get("id").asString()).isEqualTo("1");
        assertThat(error.get("errorCode").asString()).isEqualTo("ANSWER_DROPPED");
        assertThat(error.get("retryable").asBoolean()).isTrue();
        assertThat(error.get("error").asString()).contains("The answer of 90").contains("may have executed");
        assertThat(agent.closing).isNull();
        assertThat(world.facts.count("orphaned AGENT_FULL")).isEqualTo(2);
        assertThat(world.facts.count("refused ANSWER_DROPPED")).isEqualTo(1);
        assertThat(world.facts.count("answered")).isZero();
    }

    @Test
    void anAnswersIdMayBeWrittenInEscapes() {
        agent.request("1", "a");
        String id = connector.next().get("id").asString();
        StringBuilder escaped = new StringBuilder();
        id.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        connector.say("{\"id\":\"" + escaped + "\",\"success\":true}");
        assertThat(agent.nextText()).isEqualTo("{\"id\":\"1\",\"success\":true}\n");
    }

    @Test
    void aRequestThatLooksLikeAnAnswerIsRefusedWithItsOwnId() {
        agent.say("{\"id\":\"mine\",\"action\":\"a\",\"success\":true}");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("FORBIDDEN");
        assertThat(error.get("id").asString()).isEqualTo("mine");
    }
}
