package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The way out, step by step.
@Timeout(60)
class HubDrainIT {
    private static final String OPS = "ops-token-0123456789abcdef";

    @Test
    void openRequestsFinishBeforeEverybodyIsSentAway() throws InterruptedException {
        try (Hub hub = Hub.start(
                        "relayhub.drain-timeout=30s",
                        "relayhub.tokens[0].name=ops",
                        "relayhub.tokens[0].token=" + OPS,
                        "relayhub.tokens[0].roles=ops");
                Peer connector = hub.peer("token=" + Hub.TOKEN);
                Peer agent = hub.peer("token=" + Hub.TOKEN);
                Peer plain = hub.peer("token=" + Hub.TOKEN)) {
            connector.say("{\"type\":\"connector_hello\"}");
            assertThat(connector.hear()).contains("welcome");
            agent.say("{\"id\":\"a\",\"action\":\"slow\",\"data\":{}}");
            String request = connector.hear();

            Thread stopping = Thread.ofPlatform().start(hub::close);

            // The connector said hello, the others did not.
            assertThat(connector.hear()).contains("\"type\":\"goaway\"", "\"reconnectAfterMs\":");
            assertThat(hub.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(hub.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(hub.get("/actuator/health").body()).doesNotContain("draining");
            HttpResponse<String> health = hub.get("/actuator/health", Hub.bearer(OPS));
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body())
                    .contains("\"reason\":\"draining\"", "\"pendingRequests\":1", "\"status\":\"OUT_OF_SERVICE\"")
                    .containsPattern("\"since\":\"20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z\"");
            assertThat(Peer.refusal(hub.ws("token=" + Hub.TOKEN))).isEqualTo(503);
            agent.say("{\"id\":\"b\",\"action\":\"more\",\"data\":{}}");
            assertThat(agent.hear()).contains("\"id\":\"b\"", "\"errorCode\":\"DRAINING\"", "\"retryable\":true");
            assertThat(plain.isOpen()).isTrue();

            connector.say(request.replaceFirst(",\"action.*", ",\"success\":true}"));

            assertThat(agent.hear()).isEqualTo("{\"id\":\"a\",\"success\":true}");
            for (Peer peer : new Peer[] {connector, agent, plain}) {
                Peer.Close close = peer.close(10);
                assertThat(close.code()).isEqualTo(1012);
                assertThat(close.reason()).matches("DRAIN retry_ms=\\d{4,5}");
            }
            assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void aRequestThatNobodyAnswersEndsWithTheDrain() throws InterruptedException {
        try (Hub hub = Hub.start("relayhub.drain-timeout=500ms");
                Peer connector = hub.peer("role=connector&token=" + Hub.TOKEN);
                Peer agent = hub.peer("role=agent&token=" + Hub.TOKEN)) {
            agent.say("{\"id\":7,\"action\":\"never\",\"data\":{}}");
            assertThat(connector.hear()).contains("never");

            Thread stopping = Thread.ofPlatform().start(hub::close);

            assertThat(agent.hear()).contains("\"id\":7,", "\"errorCode\":\"HUB_RESTARTING\"", "\"retryable\":false");
            assertThat(agent.close(10).code()).isEqualTo(1012);
            assertThat(connector.close(10).code()).isEqualTo(1012);
            assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        }
    }
}
