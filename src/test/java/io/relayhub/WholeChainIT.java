package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.relayhub.client.Answer;
import io.relayhub.client.ClientOptions;
import io.relayhub.client.RelayClient;
import io.relayhub.client.RelayException;
import io.relayhub.client.Request;
import io.relayhub.connector.Connector;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.ConnectorFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/// Client, hub and connector, each the real one, on a free port of this machine.
@Timeout(120)
class WholeChainIT {
    private static final String TOKEN = "CANARY-token-of-this-test-0123456789";

    private final RelayHub hub = RelayHub.builder().port(0).token(TOKEN).build();
    private final ConnectorFacts facts = new ConnectorFacts();
    private final List<String> left = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @BeforeEach
    void start() {
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubAddress address() {
        return HubAddress.parse("ws://127.0.0.1:" + hub.port() + "/ws").withToken(TOKEN);
    }

    private Connector connector(String id, Map<String, String> labels) throws Exception {
        Map<String, Provider> providers = new LinkedHashMap<>(ProviderSet.installed()
                .open(List.of("system"), new ProviderOptions(Path.of("target/no-home"), Map.of(), facts::notice)));
        providers.put("test", new Scripted());
        Connector connector =
                Connector.of(address(), ConnectorOptions.of(id, id).withLabels(labels), providers, facts);
        int before = hub.stats().connectors();
        connector.start();
        await().until(() -> hub.stats().connectors() > before);
        return connector;
    }

    private RelayClient client() throws InterruptedException {
        return RelayClient.connect(address(), ClientOptions.DEFAULT);
    }

    private static RelayException failure(CompletableFuture<Answer> future) {
        return (RelayException) java.util.Objects.requireNonNull(
                catchThrowableOfType(ExecutionException.class, future::get).getCause());
    }

    @Test
    void systemProviderAnswers() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient client = client()) {
            assertThat(client.invoke(Request.of("ping"))
                            .get()
                            .data()
                            .get("pong")
                            .asBoolean())
                    .isTrue();
            Answer info = client.invoke(Request.of("system_info")).get();
            assertThat(info.data().at("/memory/total").asLong()).isPositive();
            assertThat(info.data().at("/cpu/cores").asInt()).isPositive();
            assertThat(info.data().at("/os/family").asString()).isNotEmpty();
        }
    }

    @Test
    void twoAgentsWithTwoHundredInterleavedRequestsGetTheirOwnAnswers() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient one = client();
                RelayClient two = client()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RelayClient client = i % 2 == 0 ? one : two;
                answers.add(client.invoke("echo", JsonMapper.shared().readTree("{\"n\":" + i + "}")));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get().data().get("n").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void requestsGoToTheConnectorTheyNameAndToTheLabelsTheyWant() throws Exception {
        try (Connector _ = connector("a", Map.of("os", "mac"));
                Connector _ = connector("b", Map.of("os", "linux"));
                RelayClient client = client()) {
            for (int i = 0; i < 5; i++) {
                client.invoke(Request.of("ping").withConnector("b")).get();
                client.invoke(Request.of("ping").withLabel("os", "mac")).get();
            }
            RelayException nobody = failure(client.invoke(Request.of("ping").withConnector("c")));
            assertThat(nobody.code()).isEqualTo("CONNECTOR_NOT_FOUND");
            assertThat(nobody.mayHaveBeenExecuted()).isFalse();
            assertThat(failure(client.invoke(Request.of("ping").withLabel("os", "beos")))
                            .retryable())
                    .isTrue();
        }
    }

    @Test
    void progressComesAndCancelReachesTheProvider() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient client = client()) {
            List<Integer> parts = new CopyOnWriteArrayList<>();
            client.invoke(Request.of("steps")
                            .withProgress(part -> parts.add(part.data().asInt())))
                    .get();
            assertThat(parts).containsExactly(1, 2, 3);
            CompletableFuture<Answer> hanging = client.invoke(Request.of("hang"));
            begun.await();
            hanging.cancel(true);
            interrupted.await();
            await().until(() -> hub.stats().pendingRequests() == 0);
        }
    }

    @Test
    void timeoutsAndUnknownActionsAreErrorsWithACode() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient client = client()) {
            RelayException late = failure(client.invoke(Request.of("hang").withTimeout(Duration.ofMillis(300))));
            assertThat(late.code()).isIn("REQUEST_TIMEOUT", "TIMEOUT");
            assertThat(late.mayHaveBeenExecuted()).isTrue();
            assertThat(failure(client.invoke(Request.of("nobody"))).code()).isEqualTo("NO_CONNECTOR");
        }
    }

    @Test
    void newerConnectorWithTheSameIdReplacesTheOlderOneForGood() throws Exception {
        try (Connector older = connector("a", Map.of())) {
            Connector newer = Connector.of(
                    address(), ConnectorOptions.of("a", "a"), Map.of("test", new Scripted()), new ConnectorFacts());
            try (newer) {
                newer.start();
                assertThat(older.ended().get()).isEqualTo(new Disconnect.Closed(4409, "REPLACED"));
                assertThat(facts.ends().getFirst().sentence()).contains("same id has taken over");
            }
        }
    }

    @Test
    void wrongTokenIsFinal() {
        HubAddress wrong = HubAddress.parse("ws://127.0.0.1:" + hub.port() + "/ws?token=CANARY-wrong");
        assertThat(catchThrowableOfType(RelayException.class, () -> RelayClient.connect(wrong, ClientOptions.DEFAULT)))
                .hasMessageContaining("does not know this token")
                .hasMessageNotContaining("CANARY");
    }

    @Test
    void restartedHubFindsBothBackAndNothingIsAskedTwice() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient client = client()) {
            client.invoke(Request.of("ping")).get();
            int port = hub.port();
            hub.stop();
            await().until(() -> !client.connected());
            CompletableFuture<Answer> meanwhile = client.invoke(Request.of("ping"));
            try (RelayHub again = RelayHub.builder().port(port).token(TOKEN).build()) {
                again.start();
                await().atMost(Duration.ofSeconds(30)).until(() -> again.stats().connectors() == 1);
                // The client may be back before the connector; then the hub says so at once, and nothing was done.
                assertThat(meanwhile.handle((answer, failure) -> failure == null
                                || ((RelayException) failure).code().equals("NO_CONNECTOR")))
                        .succeedsWithin(Duration.ofSeconds(30))
                        .isEqualTo(true);
                assertThat(client.invoke(Request.of("ping"))
                                .get()
                                .data()
                                .get("pong")
                                .asBoolean())
                        .isTrue();
            }
            assertThat(String.join("\n", facts.notices())).doesNotContain("CANARY");
        }
    }

    private static String who(RelayClient agent) throws Exception {
        return agent.invoke(Request.of("who")).get().data().asString();
    }

    @Test
    void providersHearWhoAsksAndWhoHasLeft() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient staying = client()) {
            String stays = who(staying);
            String leaves;
            try (RelayClient leaving = client()) {
                leaves = who(leaving);
                assertThat(leaves).matches("[0-9a-z]{6}-s[0-9]+").isNotEqualTo(stays);
                assertThat(who(leaving)).isEqualTo(leaves);
                CompletableFuture<Answer> hanging = leaving.invoke(Request.of("hang"));
                begun.await();
                assertThat(hanging).isNotDone();
            }
            await().until(() -> left.equals(List.of(leaves)));
            assertThat(interrupted.getCount()).isZero();
            assertThat(who(staying)).isEqualTo(stays);
        }
    }

    @Test
    void agentsOfAHubThatRestartsHaveLeftAndComeBackUnderOtherNames() throws Exception {
        try (Connector _ = connector("a", Map.of());
                RelayClient client = client()) {
            String before = who(client);
            int port = hub.port();
            hub.stop();
            try (RelayHub again = RelayHub.builder().port(port).token(TOKEN).build()) {
                again.start();
                await().atMost(Duration.ofSeconds(30)).until(() -> left.equals(List.of(before)));
                await().atMost(Duration.ofSeconds(30)).until(client::connected);
                assertThat(who(client)).isNotEqualTo(before);
            }
        }
    }

    private final class Scripted implements Provider {
        @Override
        public Actions actions() {
            return Actions.of("echo", "steps", "hang", "who");
        }

        @Override
        public Json handle(ActionCall call) throws ActionException, InterruptedException {
            return switch (call.action()) {
                case "echo" -> call.data();
                case "steps" -> {
                    for (int i = 1; i <= 3; i++) {
                        call.progress(Json.of(Json.mapper().getNodeFactory().numberNode(i)));
                    }
                    yield Json.NULL;
                }
                case "who" ->
                    Json.of(Json.mapper()
                            .getNodeFactory()
                            .stringNode(call.agent().orElse("")));
                default -> hang();
            };
        }

        private Json hang() throws InterruptedException {
            try {
                begun.countDown();
                new CountDownLatch(1).await();
                return Json.NULL;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }

        @Override
        public void agentLeft(String agent) {
            left.add(agent);
        }

        @Override
        public void close() {}
    }
}
