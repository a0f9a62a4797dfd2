package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.relay.RelayWorld.Peer;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DrainTest {
    private final RelayWorld world = new RelayWorld();

    @Test
    void openRequestsFinishNewOnesAreRefusedAndTheRestIsToldTheTruth() {
        Peer connector = world.connector("");
        Peer agent = world.agent();
        agent.request("1", "a");
        agent.request("2", "a");
        world.relay.beginDrain(world.relay::retryMillis);
        assertThat(connector.nextText()).contains("\"action\":\"a\"");
        JsonNode second = connector.next();
        assertThat(connector.next().get("type").asString()).isEqualTo("goaway");
        assertThat(agent.waiting())
                .as("an agent that said no hello hears no goaway")
                .isZero();
        agent.request("3", "a");
        JsonNode refused = agent.next();
        assertThat(refused.get("errorCode").asString()).isEqualTo("DRAINING");
        assertThat(refused.get("retryable").asBoolean()).isTrue();
        connector.answer(second);
        assertThat(agent.next().get("id").asString()).isEqualTo("2");
        world.relay.endDrain(0);
        assertThat(agent.nextError()).isEqualTo("HUB_RESTARTING");
        assertThat(world.relay.stats().pendingRequests()).isZero();
    }

    @Test
    void everyPeerGetsItsOwnTimeToComeBack() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Closing farewell = world.relay.farewell();
            assertThat(farewell.reason()).isEqualTo(CloseReason.DRAIN);
            assertThat(farewell.text()).matches("DRAIN retry_ms=\\d{4,5}");
            texts.add(farewell.text());
        }
        assertThat(texts).hasSizeGreaterThan(90);
    }

    @Test
    void fewPeersAreAskedBackAtOnceAndManyAtFiftyASecond() {
        assertThat(latestReturn(2)).isBetween(1_500L, 2_040L);
        assertThat(latestReturn(300)).isBetween(7_000L, 8_000L);
        assertThat(latestReturn(5_000)).as("drain-retry").isBetween(14_000L, 15_000L);
    }

    private static long latestReturn(int peers) {
        RelayWorld world = new RelayWorld();
        for (int i = 0; i < peers; i++) {
            world.agent();
        }
        world.relay.beginDrain(world.relay::retryMillis);
        return IntStream.range(0, 200)
                .mapToLong(i -> Long.parseLong(world.relay.farewell().text().substring("DRAIN retry_ms=".length())))
                .max()
                .orElseThrow();
    }
}
