package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The program as it is run: signals, exit codes, and everything that it prints.
@Timeout(150)
class HubProcessIT {
    private static final String TOKEN = "CANARY-token-of-the-hub-0123456789";
    private static final String OPS = "CANARY-ops-token-0123456789abcdef";
    private static final String PAYLOAD = "CANARY-payload";
    private static final Pattern DRAIN = Pattern.compile("DRAIN retry_ms=(\\d+)");

    /// Scenario S40, scaled down: a stop with many peers and requests in flight.
    @Test
    void aStoppingHubLeavesNobodyInTheDark(@TempDir Path directory) throws IOException, InterruptedException {
        int pairs = 100;
        List<Peer> connectors = new ArrayList<>();
        List<Peer> agents = new ArrayList<>();
        try (HubProcess hub = HubProcess.start(
                directory,
                Map.of("MTOP_DEVTOOLS_TOKEN", TOKEN),
                "relayhub.max-connections=" + 2 * pairs,
                "relayhub.drain-timeout=3s")) {
            for (int i = 0; i < pairs; i++) {
                Peer connector = Peer.connect(hub.ws("token=" + TOKEN));
                connector.say("{\"type\":\"connector_hello\",\"connectorId\":\"c" + i + "\"}");
                assertThat(connector.hear()).contains("welcome");
                connectors.add(connector);
                Peer agent = Peer.connect(hub.ws("token=" + TOKEN));
                agent.say("{\"id\":" + i + ",\"connector\":\"c" + i + "\",\"action\":\"work\",\"data\":{}}");
                agents.add(agent);
            }
            List<String> requests = new ArrayList<>();
            for (Peer connector : connectors) {
                requests.add(connector.hear());
            }

            long start = System.nanoTime();
            hub.terminate();
            for (int i = 0; i < pairs; i++) {
                assertThat(connectors.get(i).hear()).contains("\"type\":\"goaway\"");
                // One in two finishes what it has begun.
                if (i % 2 == 0) {
                    connectors.get(i).say(requests.get(i).replaceFirst(",\"connector.*", ",\"success\":true}"));
                }
            }
            hub.terminate();

            for (int i = 0; i < pairs; i++) {
                assertThat(agents.get(i).hear())
                        .startsWith("{\"id\":" + i + ",")
                        .contains(i % 2 == 0 ? "\"success\":true" : "\"errorCode\":\"HUB_RESTARTING\"");
            }
            Set<Integer> pauses = new HashSet<>();
            for (Peer peer : connectors) {
                pauses.add(pause(peer));
            }
            for (Peer peer : agents) {
                pauses.add(pause(peer));
            }
            // Fifty a second come back: 200 draws out of 5000, of which some coincide.
            assertThat(pauses).hasSizeGreaterThan(170).allMatch(pause -> pause >= 1_000 && pause <= 6_000);
            assertThat(pauses).anyMatch(pause -> pause < 2_500).anyMatch(pause -> pause > 4_500);

            assertThat(hub.exit(Duration.ofSeconds(25))).isEqualTo(128 + 15);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
            assertThat(hub.output()).contains("drain begun", "drain over").doesNotContain("CANARY", "\tat ");
        } finally {
            connectors.forEach(Peer::close);
            agents.forEach(Peer::close);
        }
    }

    /// Spring Security prints whole addresses once somebody asks it to; in plain lines their tokens are blanked.
    @ParameterizedTest
    @CsvSource({"'', debug", "ecs, info"})
    void noTokenAndNoPayloadIsPrintedAtAnyLevel(String format, String security, @TempDir Path directory)
            throws IOException, InterruptedException {
        try (HubProcess hub = HubProcess.start(
                        directory,
                        Map.of("MTOP_DEVTOOLS_TOKEN", TOKEN),
                        "logging.level.root=debug",
                        "logging.level.io.relayhub=trace",
                        "logging.level.org.springframework.security=" + security,
                        "logging.structured.format.console=" + format,
                        "relayhub.tokens[0].name=ops",
                        "relayhub.tokens[0].token=" + OPS,
                        "relayhub.tokens[0].roles=ops");
                Peer connector = Peer.connect(hub.ws("token=" + TOKEN));
                Peer agent = Peer.connect(hub.ws("token=" + TOKEN))) {
            connector.say("{\"type\":\"connector_hello\",\"connectorId\":\"mac-1\"}");
            assertThat(connector.hear()).contains("welcome");
            agent.say("{\"id\":\"" + PAYLOAD + "\",\"action\":\"" + PAYLOAD + "\",\"data\":\"" + PAYLOAD + "\"}");
            connector.say(
                    connector.hear().replaceFirst(",\"action.*", ",\"success\":false,\"error\":\"" + PAYLOAD + "\"}"));
            assertThat(agent.hear()).contains(PAYLOAD);
            agent.say("{\"" + PAYLOAD + "\":");
            assertThat(agent.hear()).contains("BAD_JSON");
            agent.say("{\"id\":1,\"type\":\"" + PAYLOAD + "\"}");
            assertThat(agent.hear()).contains("UNKNOWN_TYPE");
            assertThat(Peer.refusal(hub.ws("token=CANARY-wrong"))).isEqualTo(401);
            assertThat(Peer.refusal(hub.ws("token=" + OPS))).isEqualTo(403);
            assertThat(get(hub, "/actuator/prometheus?token=" + OPS, OPS)).isEqualTo(200);
            assertThat(get(hub, "/actuator/relay?token=CANARY-query", "CANARY-wrong"))
                    .isEqualTo(401);
            assertThat(get(hub, "/nothing?token=CANARY-query", OPS)).isEqualTo(404);
            assertThat(get(hub, "/ws?token=CANARY-query", "CANARY-wrong")).isEqualTo(426);

            hub.terminate();
            assertThat(agent.close(20).code()).isEqualTo(1012);
            assertThat(hub.exit(Duration.ofSeconds(25))).isEqualTo(128 + 15);

            assertThat(hub.output())
                    .contains("request answered")
                    .contains("handshake refused")
                    .doesNotContain("CANARY");
        }
    }

    private static int pause(Peer peer) throws InterruptedException {
        Peer.Close close = peer.close(20);
        assertThat(close.code()).isEqualTo(1012);
        Matcher reason = DRAIN.matcher(close.reason());
        assertThat(reason.matches()).as(close.reason()).isTrue();
        return Integer.parseInt(reason.group(1));
    }

    private static int get(HubProcess hub, String path, String token) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + hub.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void aConsoleThatNobodyReadsStopsNothing(@TempDir Path directory) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dserver.port=" + port,
                "-Dserver.address=127.0.0.1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.relayhub.Main",
                "--foreground"));
        builder.redirectErrorStream(true);
        builder.environment().putAll(Map.of("RELAYHUB_HOME", directory.toString(), "MTOP_DEVTOOLS_TOKEN", TOKEN));
        // Its output is a pipe that nobody reads.
        Process hub = builder.start();
        try {
            URI ws = URI.create("ws://127.0.0.1:" + port + "/ws?token=" + TOKEN);
            await().atMost(Duration.ofSeconds(60)).until(() -> accepts(port));
            // Each is two lines or more; a place is free again only when the end has been noticed.
            int connects = 0;
            for (int tries = 0; connects < 2_000 && tries < 20_000; tries++) {
                connects += accepts(port) ? 1 : 0;
            }
            assertThat(connects).isEqualTo(2_000);
            try (Peer connector = Peer.connect(ws);
                    Peer agent = Peer.connect(ws)) {
                connector.say("{\"type\":\"connector_hello\"}");
                assertThat(connector.hear()).contains("welcome");
                agent.say("{\"id\":\"1\",\"action\":\"a\",\"data\":{}}");
                connector.say(connector.hear().replaceFirst(",\"action.*", ",\"success\":true}"));
                assertThat(agent.hear()).isEqualTo("{\"id\":\"1\",\"success\":true}");
            }
            hub.destroy();
            assertThat(hub.waitFor(Duration.ofSeconds(30))).isTrue();
        } finally {
            hub.destroyForcibly();
        }
    }

    private static boolean accepts(int port) {
        try (var peer = RawWebSocket.dial(port, 0)) {
            return peer.handshake("/ws?token=" + TOKEN).status() == 101;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }
}
