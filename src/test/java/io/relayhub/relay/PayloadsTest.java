package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.relay.RelayWorld.Peer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// docs/decisions/0003-payload-limits.md: what agents and connectors may say to each other.
class PayloadsTest {
    private final RelayWorld world = new RelayWorld();
    private final Peer connector = world.connector("");
    private final Peer agent = world.agent();

    private static String nested(int levels) {
        return "{\"child\":".repeat(levels) + "null" + "}".repeat(levels);
    }

    @Test
    void aDeepTreePasses() {
        agent.say("{\"id\":\"1\",\"action\":\"get_dom\",\"data\":" + nested(499) + "}");
        assertThat(connector.nextText()).contains(nested(499));
    }

    @Test
    void aTreeThatIsTooDeepIsRefusedWithTheReasonAndTheConnectionGoesOn() {
        agent.say("{\"id\":\"1\",\"action\":\"get_dom\",\"data\":" + nested(500) + "}");
        JsonNode error = agent.next();
        assertThat(error.get("errorCode").asString()).isEqualTo("BAD_JSON");
        assertThat(error.get("error").asString()).contains("it is nested deeper than 500 levels");
        assertThat(agent.closing).isNull();
        assertThat(connector.waiting()).isZero();
    }

    @Test
    void thousandsOfRecordedRequestsPass() {
        String recorded = "{\"url\":\"https://shop.example/\",\"status\":200},".repeat(100_000) + "{}";
        agent.request("1", "get_requests");
        connector.say("{\"id\":" + connector.next().get("id") + ",\"success\":true,\"data\":[" + recorded + "]}");
        assertThat(agent.nextText()).isEqualTo("{\"id\":\"1\",\"success\":true,\"data\":[" + recorded + "]}\n");
    }
}
