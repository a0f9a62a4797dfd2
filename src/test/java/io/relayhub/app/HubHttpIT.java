package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the hub shows over HTTP, and to whom.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class HubHttpIT {
    private static final String OPS = "ops-token-0123456789abcdef";
    /// `printf %s hashed-token-0123456789 | sha256sum`
    private static final String HASHED = "hashed-token-0123456789";

    private static final List<String> TOKENS = List.of(
            "relayhub.tokens[0].name=ops",
            "relayhub.tokens[0].token=" + OPS,
            "relayhub.tokens[0].roles=ops",
            "relayhub.tokens[1].name=hashed",
            "relayhub.tokens[1].sha256=b22fd458dbe2426bebe59cfafe4c46e013df3efd439e4d91cda767ac3052ddd0",
            "relayhub.tokens[1].roles=ops,agent",
            "relayhub.tokens[2].name=gone",
            "relayhub.tokens[2].token=gone-token-0123456789",
            "relayhub.tokens[2].roles=ops",
            "relayhub.tokens[2].expires-at=2020-01-01T00:00:00Z");

    /// docs/protocol.md, "Numbers", as Prometheus spells them.
    private static final List<String> METERS = List.of(
            "relayhub_connections{role=\"AGENT\"}",
            "relayhub_connections{role=\"CONNECTOR\"}",
            "relayhub_connections{role=\"UNDECIDED\"}",
            "relayhub_connections_limit ",
            "relayhub_handshakes_total{endpoint=\"relay\",reason=\"ACCEPTED\",result=\"accepted\"}",
            "relayhub_handshakes_total{endpoint=\"relay\",reason=\"AUTH_FAILED\",result=\"rejected\"}",
            "relayhub_closes_total{code=\"1000\",endpoint=\"relay\",role=\"AGENT\"}",
            "relayhub_messages_total{direction=\"IN\",endpoint=\"relay\",role=\"AGENT\"}",
            "relayhub_bytes_total{direction=\"OUT\",endpoint=\"relay\",role=\"CONNECTOR\"}",
            "relayhub_requests_total{outcome=\"SUCCESS\"}",
            "relayhub_requests_total{outcome=\"NO_CONNECTOR\"}",
            "relayhub_request_duration_seconds_bucket{outcome=\"SUCCESS\",le=\"0.001\"}",
            "relayhub_requests_pending ",
            "relayhub_responses_orphaned_total{reason=\"LATE\"}",
            "relayhub_outbound_queue_bytes ",
            "relayhub_slow_consumers_total{endpoint=\"relay\",role=\"AGENT\"}",
            "relayhub_heartbeat_timeouts_total{endpoint=\"relay\",role=\"CONNECTOR\"}",
            "relayhub_connector_ejections_total ",
            "relayhub_drain_active ",
            "relayhub_log_dropped_total ");

    private final Hub hub = start();

    @BeforeAll
    void isUp() {
        assertThat(hub.port()).isPositive();
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void healthIsOpenAndTellsNoDetails(String path) {
        HttpResponse<String> health = hub.get(path);

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("components", "details");
        // A token that is wrong does no harm where none is needed, nor does one of another role.
        assertThat(Stream.of(Hub.bearer("wrong"), Hub.bearer(Hub.TOKEN), "Basic not-base64!"))
                .allSatisfy(authorization -> {
                    HttpResponse<String> same = hub.get(path, authorization);
                    assertThat(same.statusCode()).isEqualTo(200);
                    assertThat(same.body()).isEqualTo(health.body());
                });
    }

    @Test
    void anOperatorSeesWhatTheHubHolds() throws InterruptedException {
        try (Peer connector = hub.peer("role=connector&token=" + Hub.TOKEN);
                Peer agent = hub.peer("role=agent&token=" + Hub.TOKEN)) {
            agent.say("{\"id\":\"a1\",\"action\":\"wait\",\"data\":{}}");
            assertThat(connector.hear()).contains("\"action\":\"wait\"");

            assertThat(Stream.of(Hub.bearer(OPS), Hub.basic("", OPS)))
                    .allSatisfy(authorization -> assertThat(
                                    hub.get("/actuator/health", authorization).body())
                            .contains("\"hub\":{\"details\":{\"connections\":2,\"connectionsLimit\":100,"
                                    + "\"connectors\":1,\"pendingRequests\":1},\"status\":\"UP\"}")
                            .doesNotContain(Hub.TOKEN, OPS));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/actuator",
                "/actuator/info",
                "/actuator/relay",
                "/actuator/prometheus",
                "/actuator/env",
                "/error",
                "/nothing"
            })
    void everythingElseNeedsTheRoleOps(String path) {
        assertThat(hub.get(path).statusCode()).isEqualTo(401);
        assertThat(hub.get(path, Hub.bearer(Hub.TOKEN)).statusCode()).isEqualTo(403);
        assertThat(hub.get(path, Hub.bearer(OPS)).statusCode()).isNotIn(401, 403);
    }

    @ParameterizedTest
    @CsvSource({"/actuator/info, 200", "/actuator/relay, 200", "/actuator/prometheus, 200", "/nothing, 404"})
    void anOperatorSeesWhatThereIs(String path, int status) {
        assertThat(hub.get(path, Hub.bearer(OPS)).statusCode()).isEqualTo(status);
        assertThat(hub.get(path, Hub.basic("", OPS)).statusCode()).isEqualTo(status);
        assertThat(hub.get(path, Hub.basic("anybody", HASHED)).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/env",
                "/actuator/configprops",
                "/actuator/heapdump",
                "/actuator/shutdown",
                "/actuator/beans"
            })
    void whatCouldTellASecretIsNotThereEvenForAnOperator(String path) {
        assertThat(hub.get(path, Hub.bearer(OPS)).statusCode()).isEqualTo(404);
    }

    @Test
    void aRefusalSaysHowToDoBetterAndKeepsNoState() {
        HttpResponse<String> missing = hub.get("/actuator/relay");

        assertThat(missing.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"relayhub\"", "Basic realm=\"relayhub\", charset=\"UTF-8\"");
        assertThat(missing.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(missing.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(missing.body()).startsWith("{\"error\":{\"code\":\"AUTH_FAILED\",\"message\":\"");
        assertThat(hub.get("/actuator/relay", Hub.bearer(Hub.TOKEN)).body())
                .startsWith("{\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"");
    }

    @Test
    void everyBadCredentialIsRefusedInTheSameWords() {
        String body = hub.get("/actuator/relay").body();

        assertThat(Stream.of(
                        Hub.bearer("wrong"),
                        Hub.bearer(""),
                        Hub.bearer("gone-token-0123456789"),
                        Hub.basic("ops", "wrong"),
                        "Basic not-base64!",
                        "Digest username=ops"))
                .allSatisfy(authorization -> {
                    HttpResponse<String> refused = hub.get("/actuator/relay", authorization);
                    assertThat(refused.statusCode()).isEqualTo(401);
                    assertThat(refused.body()).isEqualTo(body);
                });
    }

    @Test
    void prometheusHasEveryMeterAndNoSecret() {
        String text = hub.get("/actuator/prometheus", Hub.bearer(OPS)).body();

        assertThat(text).contains(METERS).doesNotContain(Hub.TOKEN, OPS, HASHED);
    }

    @Test
    void theRelayEndpointHasTheFourNumbersAndTheConnectors() throws InterruptedException {
        try (Peer connector = hub.peer("token=" + Hub.TOKEN);
                Peer agent = hub.peer("role=agent&token=" + Hub.TOKEN)) {
            connector.say(
                    "{\"type\":\"connector_hello\",\"connectorId\":\"mac-1\",\"version\":\"1.2.3\",\"labels\":{\"os\":\"mac\"}}");
            assertThat(connector.hear()).contains("welcome");
            agent.say("{\"id\":\"a1\",\"action\":\"wait\",\"data\":{}}");
            assertThat(connector.hear()).contains("\"action\":\"wait\"");

            String report = hub.get("/actuator/relay", Hub.bearer(OPS)).body();

            assertThat(report)
                    .startsWith("{\"connections\":2,\"agents\":1,\"connectors\":1,\"pendingRequests\":1,"
                            + "\"connectorList\":[{\"id\":\"mac-1\"")
                    .contains("\"version\":\"1.2.3\"", "\"labels\":{\"os\":\"mac\"}", "\"openRequests\":1")
                    .containsPattern("\"connectedAt\":\"20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z\"")
                    .doesNotContain(Hub.TOKEN);
        }
    }

    private static Hub start() {
        return Hub.start(TOKENS.toArray(String[]::new));
    }
}
