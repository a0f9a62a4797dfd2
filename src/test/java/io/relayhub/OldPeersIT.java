package io.relayhub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.relayhub.client.Answer;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.RelayException;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import io.relayhub.testing.NodeScript;
import io.relayhub.testing.NodeScripts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Peers that know nothing of this project's additions, in Node, at one end of the chain each.
@Timeout(180)
class OldPeersIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RelayHub hub = RelayHub.builder().port(0).build();
    private NodeScripts scripts;

    @BeforeEach
    void start() throws Exception {
        scripts = NodeScripts.orSkip();
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private String url() {
        return "ws://127.0.0.1:" + hub.port() + "/ws?token=" + hub.token();
    }

    @Test
    void anOldAgentIsAnsweredByTheConnectorInItsOwnShape(@TempDir Path home) throws Exception {
        ConnectorFacts facts = new ConnectorFacts();
        try (Connector connector = Connector.of(
                HubAddress.parse(url()),
                ConnectorOptions.of("desk", "desk"),
                ProviderSet.installed().open(List.of("system"), new ProviderOptions(home, Map.of(), facts::notice)),
                facts)) {
            connector.start();
            await().until(() -> hub.stats().connectors() == 1);
            NodeScript.Outcome outcome = scripts.run(
                    Duration.ofSeconds(20), "old-agent.mjs", url(), "ping", "{}", "system_info", "{}", "nothing", "{}");

            assertThat(outcome.errors()).isEmpty();
            List<String> lines = outcome.output().lines().toList();
            assertThat(lines).hasSize(4).startsWith("pong");
            JsonNode ping = JSON.readTree(lines.get(1));
            assertThat(ping.propertyNames()).containsExactlyInAnyOrder("id", "success", "data");
            assertThat(ping.path("id").asString()).isEqualTo("req_1");
            assertThat(ping.path("success").asBoolean()).isTrue();
            assertThat(ping.at("/data/pong").asBoolean()).isTrue();
            JsonNode info = JSON.readTree(lines.get(2));
            assertThat(info.path("id").asString()).isEqualTo("req_2");
            assertThat(info.at("/data/memory/total").asLong()).isPositive();
            JsonNode nothing = JSON.readTree(lines.get(3));
            assertThat(nothing.path("success").asBoolean()).isFalse();
            assertThat(nothing.path("error").isString()).isTrue();
        }
    }

    @Test
    void anOldConnectorAnswersTheClient() throws Exception {
        try (NodeScript _ = scripts.start("old-connector.mjs", url());
                RelayClient client = RelayClient.connect(HubAddress.parse(url()), ClientOptions.DEFAULT)) {
            // The hub takes it for a connector once it has been silent for a second.
            await().until(() -> answered(client));
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(greet(client, "Ada" + i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(answers.get(i).get().data().asString()).isEqualTo("Hello, Ada" + i);
            }
            RelayException refusal = (RelayException) requireNonNull(catchThrowableOfType(
                            ExecutionException.class,
                            () -> client.invoke("other", JSON.createObjectNode())
                                    .get())
                    .getCause());
            assertThat(refusal.code()).isEqualTo("FAILED");
            assertThat(refusal).hasMessageContaining("Unknown action: other");
        }
    }

    private static CompletableFuture<Answer> greet(RelayClient client, String name) {
        return client.invoke("greet", JSON.createObjectNode().put("name", name));
    }

    private static boolean answered(RelayClient client) throws InterruptedException {
        try {
            return greet(client, "Ada").get().data().asString().equals("Hello, Ada");
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            RelayException.class,
                            failure -> assertThat(failure.code()).isEqualTo("NO_CONNECTOR"));
            return false;
        }
    }
}
