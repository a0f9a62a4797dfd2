package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may connect as whom, and whom they reach.
@Timeout(60)
class HubTokensIT {
    private static final String ACME = "acme-token-0123456789abcdef";
    private static final String OPS = "ops-token-0123456789abcdef";

    @Test
    void aWrongTokenIsRefusedAndOneWithoutBusinessHereToo() {
        try (Hub hub = Hub.start(token(0, "ops", OPS, "roles=ops"))) {
            assertThat(Peer.refusal(hub.ws("token=wrong"))).isEqualTo(401);
            assertThat(Peer.refusal(hub.ws(""))).isEqualTo(401);
            assertThat(Peer.refusal(hub.ws("token=" + OPS))).isEqualTo(403);
            assertThat(hub.get("/actuator/prometheus", Hub.bearer(OPS)).body())
                    .contains(
                            "relayhub_handshakes_total{endpoint=\"relay\",reason=\"AUTH_FAILED\",result=\"rejected\"} 2.0",
                            "relayhub_handshakes_total{endpoint=\"relay\",reason=\"FORBIDDEN\",result=\"rejected\"} 1.0");
        }
    }

    @Test
    void agentsReachConnectorsOfTheirOwnTenantOnly() throws InterruptedException {
        try (Hub hub = Hub.start(token(0, "acme", ACME, "tenant=acme", "roles=agent,connector"));
                Peer stranger = hub.peer("role=connector&token=" + Hub.TOKEN);
                Peer agent = hub.peer("role=agent&token=" + ACME)) {
            stranger.say("{\"type\":\"ping\",\"timestamp\":1}");
            assertThat(stranger.hear()).contains("pong");
            agent.say("{\"id\":1,\"action\":\"a\",\"data\":{}}");
            assertThat(agent.hear()).contains("\"id\":1,", "\"errorCode\":\"NO_CONNECTOR\"");

            try (Peer own = hub.peer("role=connector&token=" + ACME)) {
                own.say("{\"type\":\"connector_hello\"}");
                assertThat(own.hear()).contains("welcome");
                agent.say("{\"id\":2,\"action\":\"a\",\"data\":{\"deep\":[1, 2]}}");
                String request = own.hear();
                assertThat(request).endsWith(",\"action\":\"a\",\"data\":{\"deep\":[1, 2]}}");
                own.say(request.replaceFirst(",\"action.*", ",\"success\":true,\"data\":\"done\"}"));
                assertThat(agent.hear()).isEqualTo("{\"id\":2,\"success\":true,\"data\":\"done\"}");
            }
            assertThat(stranger.hasHeardNothing()).isTrue();
        }
    }

    @Test
    void aConnectionEndsWhenItsTokenExpires() throws InterruptedException {
        String expiry = "expires-at=" + Instant.now().plusSeconds(8);
        try (Hub hub = Hub.start(token(0, "guest", ACME, "roles=agent", expiry));
                Peer guest = hub.peer("token=" + ACME);
                Peer resident = hub.peer("token=" + Hub.TOKEN)) {
            assertThat(guest.close(15)).isEqualTo(new Peer.Close(1008, "TOKEN_REVOKED"));
            assertThat(Peer.refusal(hub.ws("token=" + ACME))).isEqualTo(401);
            assertThat(resident.isOpen()).isTrue();
        }
    }

    @Test
    void anEmptyTokenOpensAHubThatOnlyThisMachineReaches() throws InterruptedException {
        try (Hub hub = Hub.start("relayhub.token=");
                Peer anybody = hub.peer("")) {
            anybody.say("{\"type\":\"agent_hello\"}");
            assertThat(anybody.hear()).contains("\"type\":\"welcome\"", "\"role\":\"agent\"");
            assertThat(Peer.refusal(hub.ws("token=anything"))).isEqualTo(401);
            assertThat(hub.get("/actuator/relay").statusCode()).isEqualTo(401);
            assertThat(hub.get("/actuator/relay", Hub.basic("anonymous", "")).statusCode())
                    .isEqualTo(403);
        }
    }

    private static String[] token(int index, String name, String token, String... more) {
        return Stream.concat(Stream.of("name=" + name, "token=" + token), Stream.of(more))
                .map(property -> "relayhub.tokens[" + index + "]." + property)
                .toArray(String[]::new);
    }

    @Test
    void wrongTokensFromOneAddressAreToldToComeLaterAndARightOneIsNot() throws InterruptedException {
        try (Hub hub = Hub.start(
                "relayhub.wrong-tokens-per-minute=4",
                "relayhub.tokens[0].name=ops",
                "relayhub.tokens[0].token=ops-token-0123456789",
                "relayhub.tokens[0].roles=ops")) {
            assertThat(Peer.refusal(hub.ws("token=wrong"))).isEqualTo(401);
            assertThat(hub.get("/actuator/relay", Hub.bearer("wrong")).statusCode())
                    .isEqualTo(401);
            assertThat(hub.get("/actuator/relay", Hub.basic("x", "wrong")).statusCode())
                    .isEqualTo(401);
            // Health needs no token, and a guess there is a guess all the same.
            assertThat(hub.get("/actuator/health", Hub.bearer("wrong")).statusCode())
                    .isEqualTo(200);

            assertThat(Peer.refusal(hub.ws("token=wrong"))).isEqualTo(429);
            var late = hub.get("/actuator/relay", Hub.bearer("wrong"));
            assertThat(late.statusCode()).isEqualTo(429);
            assertThat(late.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
            assertThat(late.body()).contains("TOO_MANY_ATTEMPTS");
            assertThat(hub.get("/actuator/health", Hub.bearer("wrong")).statusCode())
                    .isEqualTo(200);
            assertThat(hub.get("/actuator/relay", "").statusCode()).isEqualTo(401);

            try (Peer peer = hub.peer("token=" + Hub.TOKEN)) {
                assertThat(peer.isOpen()).isTrue();
            }
            assertThat(hub.get("/actuator/relay", Hub.bearer("ops-token-0123456789"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
