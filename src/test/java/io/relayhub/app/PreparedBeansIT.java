package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A hub with the bean definitions that the build has prepared, as the launcher runs it.
@Timeout(120)
class PreparedBeansIT {
    private static final String TOKEN = "token-of-the-hub-0123456789abcdef";
    private static final String OPS = "ops-token-0123456789abcdef";
    private static final Pattern MANAGEMENT_PORT =
            Pattern.compile("(?s)Jetty started on port.*Jetty started on port (\\d+)");

    @Test
    void itDoesWhatAnyHubDoes(@TempDir Path directory) throws Exception {
        try (HubProcess hub = start(directory, "relayhub.max-connections=2")) {
            assertThat(hub.output()).contains("Starting AOT-processed HubApplication");
            try (Peer connector = Peer.connect(hub.ws("role=connector&token=" + TOKEN));
                    Peer agent = Peer.connect(hub.ws("role=agent&token=" + TOKEN))) {
                agent.say("{\"id\":1,\"action\":\"work\",\"data\":{}}");
                connector.say(connector.hear().replaceFirst(",\"action.*", ",\"success\":true}"));
                assertThat(agent.hear()).isEqualTo("{\"id\":1,\"success\":true}");
                assertThat(Peer.refusal(hub.ws("token=" + TOKEN)))
                        .as("settings of this start count")
                        .isEqualTo(503);
            }
            assertThat(get(hub.port(), "/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(get(hub.port(), "/actuator/prometheus").body())
                    .contains("relayhub_requests_total", "jvm_memory_used_bytes", "http_server_requests_seconds");
            assertThat(get(hub.port(), "/actuator/relay").body()).contains("\"pendingRequests\":0");
            assertThat(get(hub.port(), "/actuator/metrics").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void settingsOfSpringBootAreObeyedAllTheSame(@TempDir Path directory) throws Exception {
        try (HubProcess hub = start(
                directory,
                "management.server.port=0",
                "management.server.address=127.0.0.1",
                "management.endpoints.web.exposure.include=health,metrics")) {
            assertThat(hub.output()).contains("Starting HubApplication");
            Matcher port = MANAGEMENT_PORT.matcher(hub.output());
            assertThat(port.find()).isTrue();
            assertThat(get(Integer.parseInt(port.group(1)), "/actuator/metrics").statusCode())
                    .isEqualTo(200);
        }
    }

    private static HubProcess start(Path directory, String... properties) throws IOException, InterruptedException {
        Stream<String> all = Stream.concat(
                Stream.of(
                        "spring.aot.enabled=true",
                        "relayhub.tokens[0].name=ops",
                        "relayhub.tokens[0].token=" + OPS,
                        "relayhub.tokens[0].roles=ops"),
                Stream.of(properties));
        return HubProcess.start(directory, Map.of("MTOP_DEVTOOLS_TOKEN", TOKEN), all.toArray(String[]::new));
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Authorization", "Bearer " + OPS)
                    .build();
            return http.send(request, BodyHandlers.ofString());
        }
    }
}
