package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.relay.RelayWorld.Peer;
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
        world.relay.beginDrain(() -> 1_500);
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
}
