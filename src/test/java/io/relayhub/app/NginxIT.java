package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.client.Answer;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.Request;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.Backoff;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.websocket.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The shipped nginx configuration under a real nginx, with TLS, in front of the program itself.
@Timeout(120)
class NginxIT {
    private static final String CANARY = "CANARY0token0in0a0query0123456789";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Map<String, String> SCALED =
            Map.of("120s", IDLE.toSeconds() + "s", "timeout 5s", "timeout 1s");

    @TempDir
    private Path directory;

    private SSLContext before;

    @BeforeEach
    void rememberWhoIsTrusted() throws Exception {
        before = SSLContext.getDefault();
        Files.createDirectory(directory.resolve("hub"));
        Files.createDirectory(directory.resolve("nginx"));
    }

    @AfterEach
    void trustNobodyElse() {
        SSLContext.setDefault(before);
    }

    private HubProcess hub(int port, String... properties) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("server.port=" + port, "server.forward-headers-strategy=native", "relayhub.drain-retry=1s"));
        all.addAll(List.of(properties));
        return HubProcess.start(
                directory.resolve("hub"), Map.of("MTOP_DEVTOOLS_TOKEN", CANARY), all.toArray(String[]::new));
    }

    private Nginx nginx(int hub) throws Exception {
        Nginx nginx = Nginx.orSkip(directory.resolve("nginx"), hub, SCALED);
        // The client and the connector trust whom the machine trusts.
        SSLContext.setDefault(nginx.trust());
        return nginx;
    }

    private static HubAddress address(Nginx nginx) {
        return HubAddress.parse("wss://127.0.0.1:" + nginx.port() + "/ws?token=" + CANARY);
    }

    @Test
    void heartbeatsOutliveTheIdleTimeoutAndClientsOutliveTheHub() throws Exception {
        int port = Nginx.freePort();
        try (Nginx nginx = nginx(port)) {
            HubProcess first = hub(port, "relayhub.ping-interval=500ms");
            Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), -1);
            ConnectorFacts facts = new ConnectorFacts();
            try (Connector connector = Connector.of(
                    address(nginx),
                    ConnectorOptions.of("desk", "desk").withBackoff(backoff),
                    ProviderSet.installed()
                            .open(List.of("system"), new ProviderOptions(directory, Map.of(), facts::notice)),
                    facts)) {
                connector.start();
                await().until(() -> facts.notices().contains("connected"));
                try (RelayClient agent =
                        RelayClient.connect(address(nginx), ClientOptions.DEFAULT.withBackoff(backoff))) {
                    ping(agent);

                    long quiet = System.nanoTime();
                    await().pollInterval(Duration.ofMillis(100))
                            .atMost(IDLE.multipliedBy(4))
                            .until(() -> System.nanoTime() - quiet
                                    > IDLE.multipliedBy(2).toNanos());
                    ping(agent);
                    assertThat(facts.notices()).containsExactly("connected");

                    first.terminate();
                    first.exit(Duration.ofSeconds(25));
                    await().atMost(Duration.ofSeconds(10)).until(() -> !agent.connected());
                    try (HubProcess second = hub(port, "relayhub.ping-interval=500ms")) {
                        await().atMost(Duration.ofSeconds(30))
                                .ignoreExceptions()
                                .untilAsserted(() -> ping(agent));
                        assertThat(second.output()).doesNotContain(CANARY);
                    }
                }
            } finally {
                first.close();
            }
            assertThat(first.output()).doesNotContain(CANARY);
            assertThat(nginx.written()).contains("/ws HTTP/1.1 101").doesNotContain(CANARY);
        }
    }

    private static Answer ping(RelayClient agent) throws Exception {
        return agent.invoke(Request.of("ping").withTimeout(Duration.ofSeconds(5)))
                .get(10, TimeUnit.SECONDS);
    }

    /// What the test above would not notice if the timeout were never reached.
    @Test
    void withoutHeartbeatsTheIdleTimeoutEndsAConnection() throws Exception {
        try (Hub hub = Hub.start();
                Nginx nginx = nginx(hub.port())) {
            CompletableFuture<String> ended = new CompletableFuture<>();
            WebSocket quiet = open(nginx, "token=" + Hub.TOKEN, ended);
            assertThat(ended.get(IDLE.toSeconds() * 4, TimeUnit.SECONDS)).isNotEmpty();
            quiet.abort();
            await().until(() -> hub.bean(Sockets.class).count() == 0);
        }
    }

    /// Scenario S11, with everything that makes nginx complain.
    @Test
    void noLogHasACredential() throws Exception {
        int port = Nginx.freePort();
        try (Nginx nginx = nginx(port)) {
            List<WebSocket> peers = new ArrayList<>();
            HubProcess hub = hub(port, "relayhub.max-connections=300", "relayhub.ping-interval=500ms");
            try {
                assertThat(handshake(nginx, HERE, "/ws?token=wrong-" + CANARY)).startsWith("HTTP/1.1 401 ");
                // Above connections and then above requests from one address; both limits' refusals are one status.
                int refused = 0;
                for (int i = 0; i < 110; i++) {
                    try {
                        peers.add(open(nginx, "token=" + CANARY, new CompletableFuture<>()));
                    } catch (CompletionException e) {
                        assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
                        refused++;
                    }
                }
                assertThat(peers).hasSize(100);
                assertThat(refused).isEqualTo(10);
                peers.forEach(WebSocket::abort);
                await().until(() -> status(nginx, "/ws?token=" + CANARY) != 429);
                String again = "GET /ws?token=" + CANARY + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
                String last = "GET /ws?token=" + CANARY + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
                assertThat(nginx.ask(HERE, again.repeat(300) + last))
                        .contains("HTTP/1.1 429 ", "Retry-After: 5", "RATE_LIMITED");
            } finally {
                hub.close();
            }
            assertThat(hub.exit(Duration.ofSeconds(5))).isNotZero();
            await().until(() -> status(nginx, "/ws?token=" + CANARY) == 502);

            String long8k = "a".repeat(9_000);
            String end = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            assertThat(nginx.ask(HERE, "GET /ws?token=" + CANARY + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(nginx.ask(HERE, "GET /ws?token=" + CANARY + end + "Bad Header: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 ");
            assertThat(nginx.ask(HERE, "GET /ws?token=" + CANARY + end + "Authorization: " + long8k + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(nginx.ask(HERE, "GET /ws?token=" + CANARY + long8k + end + "\r\n"))
                    .startsWith("HTTP/1.1 414 ");
            assertThat(nginx.ask(HERE, "GET /ws?token=" + CANARY + " HTTP/3.7\r\nHost: x\r\n\r\n"))
                    .contains(" 505 ");
            assertThat(nginx.ask(HERE, CANARY + " /ws?token=" + CANARY + end + "\r\n"))
                    .contains(" 400 ");
            assertThat(nginx.ask(HERE, "POST /ws?token=" + CANARY + end + "Content-Length: 99999\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(nginx.ask(HERE, "POST /ws?token=" + CANARY + end + "Content-Length: 40\r\n\r\n" + CANARY))
                    .startsWith("HTTP/1.1 ");
            assertThat(nginx.ask(HERE, "GET /ws?token=" + CANARY + " HTTP/1.1\r\nHost: "))
                    .isEmpty();
            assertThat(nginx.ask(
                            HERE, "GET /ws%3Ftoken=" + CANARY + end + "Referer: https://x/?" + CANARY + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(nginx.askPlainly("GET /ws?token=" + CANARY + end + "\r\n"))
                    .contains(" 400 ");

            nginx.stop();
            assertThat(hub.output()).contains("connected").doesNotContain(CANARY);
            assertThat(nginx.written())
                    .contains(" 101 ", " 401 ", " 429 ", " 502 ", " 400 ", " 414 ", " 413 ", " 408 ")
                    .contains("limits=REJECTED/", "limits=PASSED/REJECTED", "OTHER other", "GET /ws")
                    .doesNotContain(CANARY);
        }
    }

    /// What nginx says then it says as an alert, request and all: the highest level but one.
    @Test
    void noLogHasACredentialWhenNginxHasNoConnectionLeft() throws Exception {
        Map<String, String> small = Map.of(
                "worker_processes auto",
                "worker_processes 1",
                "worker_connections 8192",
                "worker_connections 7",
                "120s",
                "4s");
        try (ServerSocket silent = new ServerSocket(0, 50, HERE);
                Nginx nginx = Nginx.orSkip(directory.resolve("nginx"), silent.getLocalPort(), small)) {
            String request = "GET /ws?token=" + CANARY + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            List<Socket> hubs = new ArrayList<>();
            List<CompletableFuture<String>> answers = new ArrayList<>();
            silent.setSoTimeout(1_000);
            boolean isFull = false;
            while (!isFull && answers.size() < 10) {
                CompletableFuture<String> answer = new CompletableFuture<>();
                answers.add(answer);
                Thread.startVirtualThread(() -> {
                    try {
                        answer.complete(nginx.ask(HERE, request));
                    } catch (IOException e) {
                        answer.complete("nothing");
                    }
                });
                try {
                    hubs.add(silent.accept());
                } catch (SocketTimeoutException e) {
                    isFull = true;
                }
            }
            assertThat(isFull).isTrue();
            assertThat(answers.getLast().join()).containsPattern(" 50[0-9] ");
            answers.forEach(CompletableFuture::join);
            for (Socket hub : hubs) {
                hub.close();
            }
            nginx.stop();
            assertThat(nginx.written()).contains(" 500 ", "hub=504").doesNotContain(CANARY);
        }
    }

    @Test
    void theHubCountsGuessesOfTheRealClientAndKnowsItsOwnOrigin() throws Exception {
        try (Hub hub = Hub.start("server.forward-headers-strategy=native", "relayhub.wrong-tokens-per-minute=2");
                Nginx nginx = nginx(hub.port())) {
            InetAddress other = InetAddress.getByName("127.0.0.2");
            for (int i = 0; i < 4; i++) {
                assertThat(handshake(
                                nginx,
                                HERE,
                                "/ws?token=wrong",
                                "X-Forwarded-For: 192.0.2." + i,
                                "Forwarded: for=192.0.2." + i))
                        .startsWith(i < 2 ? "HTTP/1.1 401 " : "HTTP/1.1 429 ");
            }
            assertThat(handshake(nginx, other, "/ws?token=wrong")).startsWith("HTTP/1.1 401 ");

            String own = "Origin: https://127.0.0.1:" + nginx.port();
            assertThat(handshake(nginx, HERE, "/ws?token=" + Hub.TOKEN, own)).startsWith("HTTP/1.1 101 ");
            assertThat(handshake(
                            nginx,
                            HERE,
                            "/ws?token=" + Hub.TOKEN,
                            "Origin: https://other.example",
                            "X-Forwarded-Host: other.example"))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void pagesComeOverHttp2() throws Exception {
        try (Hub hub = Hub.start();
                Nginx nginx = nginx(hub.port())) {
            HttpResponse<String> page = nginx.client()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + nginx.port() + "/ws"))
                                    .header("Accept", "text/html")
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("WebSocket relay");
        }
    }

    @Test
    void nothingElseReachesTheHub() throws Exception {
        List<String> paths = List.of(
                "/actuator",
                "/actuator/health",
                "/actuator;x=1/health",
                "//actuator/health",
                "/%61ctuator/health",
                "/ACTUATOR/health",
                "/./actuator/health",
                "/ws/../actuator/health",
                "/ws/..;/actuator/health",
                "/fleet/../actuator/health",
                "/fleet/..;/actuator/health",
                "/fleet/..%2factuator/health",
                "/fleet/%2e%2e/actuator/health",
                "/fleet;/../actuator/health",
                "/fleet%2f..%2factuator",
                "/fleet/./..//actuator/prometheus",
                "/ws/",
                "//ws",
                "/wsx",
                "/WS",
                "/%77s",
                "/./ws",
                "/");
        // Nobody listens there: whatever were passed on would be answered 502.
        try (Nginx nginx = nginx(Nginx.freePort())) {
            for (String path : paths) {
                assertThat(nginx.ask(HERE, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                        .as(path)
                        .containsPattern("^HTTP/1.1 40[04] ");
            }
            nginx.stop();
            assertThat(nginx.accessLog()).hasSize(paths.size()).allMatch(line -> line.contains(" hub=- "));
        }
    }

    private static WebSocket open(Nginx nginx, String query, CompletableFuture<String> ended) {
        return nginx.client()
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create("wss://127.0.0.1:" + nginx.port() + "/ws?" + query), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        ended.complete("closed " + code);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable error) {
                        ended.complete("broken " + error);
                    }
                })
                .join();
    }

    /// The status of a handshake, whose connection is closed at once.
    private static int status(Nginx nginx, String target) throws IOException {
        String answer = nginx.ask(
                HERE,
                "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n");
        return Integer.parseInt(answer.substring(9, 12));
    }

    /// The answer to a handshake; one that is accepted is left to the idle timeout.
    private static String handshake(Nginx nginx, InetAddress from, String target, String... headers)
            throws IOException {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + nginx.port()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return nginx.ask(from, request + "\r\n");
    }
}
