package io.relayhub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.engine.Engine.Answer;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole of `docker-compose.yml`, with this machine's nginx and Prometheus in the place of the public images.
/// Grafana is left out: no package of Debian's has it.
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class ComposeIT {
    private static final String PROJECT = "relayhub-under-test";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern LINE_TO_PASTE =
            Pattern.compile("relayhub connect \"wss://localhost:(\\d+)/ws\\?token=([0-9a-f]{48})\"");

    @TempDir
    private static Path directory;

    private static List<String> compose = List.of();
    private static Map<String, String> variables = Map.of();
    private static int tlsPort;
    private static int prometheusPort;
    private static String token = "";

    @BeforeAll
    static void up() throws Exception {
        String image = Engine.image();
        compose = composeOrSkip();
        for (String program : List.of("nginx", "prometheus")) {
            if (!Engine.isOnThePath(program)) {
                skip(program + " is not installed, of which its stand-in is made");
            }
        }
        System.err.println("Without Grafana, for which there is no stand-in: only its files are looked at, elsewhere");
        tlsPort = freePort();
        prometheusPort = freePort();
        variables = Map.of(
                "RELAYHUB_IMAGE",
                image,
                "NGINX_IMAGE",
                Engine.STAND_IN + "/nginx",
                "PROMETHEUS_IMAGE",
                Engine.STAND_IN + "/prometheus",
                "RELAYHUB_HTTPS_PORT",
                String.valueOf(tlsPort),
                "PROMETHEUS_PORT",
                String.valueOf(prometheusPort));
        compose("up", "--detach", "--no-build", "hub", "nginx", "prometheus").orFail();
        Matcher line = LINE_TO_PASTE.matcher(compose("logs", "init").orFail());
        assertThat(line.find()).as("the line to paste").isTrue();
        assertThat(line.group(1)).isEqualTo(String.valueOf(tlsPort));
        token = line.group(2);
    }

    @AfterAll
    static void down() throws Exception {
        if (!compose.isEmpty()) {
            compose("--profile", "connector", "down", "--volumes", "--timeout", "1");
        }
    }

    private static List<String> composeOrSkip() throws IOException, InterruptedException {
        if (Engine.run("docker", "compose", "version").exitCode() == 0) {
            return List.of("docker", "compose");
        }
        if (!Engine.isOnThePath("docker-compose")) {
            skip("neither 'docker compose' nor docker-compose is installed");
        }
        return List.of("docker-compose");
    }

    private static void skip(String reason) {
        System.err.println("Skipped, for it starts docker-compose.yml: " + reason);
        Assumptions.abort(reason);
    }

    private static Answer compose(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("--project-name", PROJECT));
        command.addAll(List.of(words));
        return Engine.run(PATIENCE, variables, command.toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Trusts what the printed lines tell a connector to trust, and no other certificate.
    private static SSLContext trusting() throws Exception {
        String nginx = compose("ps", "--quiet", "nginx").orFail().strip();
        Path file = directory.resolve("trust.p12");
        Engine.run("docker", "cp", nginx + ":/etc/nginx/tls/trust.p12", file.toString())
                .orFail();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "relayhub".toCharArray());
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static RawWebSocket dial(SSLContext tls) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", tlsPort);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return RawWebSocket.over(socket);
    }

    @Test
    void anAgentBehindTlsReachesTheConnectorBesideTheHub() throws Exception {
        SSLContext tls = trusting();
        compose("--profile", "connector", "up", "--detach", "--no-build", "connector")
                .orFail();
        try (RawWebSocket wrong = dial(tls);
                RawWebSocket agent = dial(tls)) {
            assertThat(wrong.handshake("/ws?token=wrong").status()).isEqualTo(401);
            assertThat(agent.handshake("/ws?role=agent&token=" + token).status())
                    .isEqualTo(101);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                agent.text("{\"id\":\"p\",\"action\":\"ping\",\"data\":{}}");
                return agent.read(Frames.TEXT).text().contains("\"success\":true");
            });
        }
        assertThat(compose("logs", "hub", "nginx", "connector").orFail()).doesNotContain(token);
    }

    @Test
    void theOperatorsPagesAreNotForTheWorld() throws Exception {
        try (RawWebSocket stranger = dial(trusting())) {
            assertThat(stranger.ask("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void prometheusHasReadTheHubsMetersAndTheRules() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(get(client, "query?query=relayhub_connections"))
                            .contains("\"role\":\"CONNECTOR\"", "\"instance\":\"hub:8080\""));
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(get(client, "rules")).contains("\"RelayhubNoConnectors\""));
        }
    }

    private static String get(HttpClient client, String question) throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + prometheusPort + "/api/v1/" + question);
        var request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
