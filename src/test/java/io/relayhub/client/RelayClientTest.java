package io.relayhub.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.FakeNetwork;
import io.relayhub.testing.FakeTimers;
import io.relayhub.testing.FakeWire;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(20)
class RelayClientTest {
    private final FakeNetwork network = new FakeNetwork();
    private final FakeTimers timers = new FakeTimers();
    private final RelayClient client = new RelayClient(
            HubAddress.parse("ws://hub/ws?token=CANARY"),
            ClientOptions.DEFAULT.withName("test").withVersion("1.2.3"),
            network,
            timers,
            RandomGenerator.getDefault());

    @BeforeEach
    void start() {
        client.start();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static String id(String line) {
        return JsonMapper.shared().readTree(line).get("id").asString();
    }

    private static RelayException failure(CompletableFuture<Answer> future) throws InterruptedException {
        try {
            throw new AssertionError("answered: " + future.get());
        } catch (ExecutionException e) {
            return (RelayException) Objects.requireNonNull(e.getCause());
        }
    }

    @Test
    void requestCarriesItsTargetAndItsTimeout() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> answer = client.invoke(Request.of("get_logs")
                .withData(JsonMapper.shared().readTree("{\"limit\":5}"))
                .withConnector("desk")
                .withLabel("os", "mac")
                .withTimeout(Duration.ofSeconds(5))
                .asIdempotent());
        assertThat(wire.sent()).hasSize(2);
        assertThat(wire.sent().getFirst())
                .isEqualTo("{\"type\":\"agent_hello\",\"name\":\"test\",\"version\":\"1.2.3\"}\n");
        assertThat(wire.sent().getLast())
                .endsWith(
                        ",\"action\":\"get_logs\",\"data\":{\"limit\":5},\"version\":\"1.2.3\",\"connector\":\"desk\","
                                + "\"labels\":{\"os\":\"mac\"},\"timeoutMs\":5000,\"idempotent\":true}\n");
        wire.hear("{\"id\":\"" + id(wire.sent().getLast()) + "\",\"success\":true,\"data\":{ \"n\":1.0 },"
                + "\"versionWarning\":\"old\"}");
        assertThat(answer.get().json()).asString().isEqualTo("{ \"n\":1.0 }");
        assertThat(answer.get().data().get("n").asDouble()).isEqualTo(1.0);
        assertThat(answer.get().versionWarning()).isEqualTo("old");
    }

    @Test
    void answersFindTheirRequestsInAnyOrder() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> one = client.invoke(Request.of("one"));
        CompletableFuture<Answer> two = client.invoke(Request.of("two"));
        wire.hear("{\"id\":\"" + id(wire.sent().get(2)) + "\",\"success\":true,\"data\":2}");
        wire.hear("{\"id\":\"" + id(wire.sent().get(1)) + "\",\"success\":true,\"data\":1}");
        wire.hear("{\"id\":\"" + id(wire.sent().get(1)) + "\",\"success\":true,\"data\":3}");
        assertThat(one.get().data().asInt()).isEqualTo(1);
        assertThat(two.get().data().asInt()).isEqualTo(2);
    }

    @Test
    void errorHasCodeRetryAndDelay() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> answer = client.invoke(Request.of("x"));
        wire.hear("{\"id\":\"" + id(wire.sent().getLast()) + "\",\"success\":false,\"error\":\"too fast\","
                + "\"errorCode\":\"RATE_LIMITED\",\"retryable\":true,\"retryAfterMs\":250}");
        RelayException failure = failure(answer);
        assertThat(failure.code()).isEqualTo("RATE_LIMITED");
        assertThat(failure).hasMessage("too fast");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(250));
        assertThat(failure.mayHaveBeenExecuted()).isFalse();
    }

    @Test
    void errorOfAnOriginalHubHasNoCodeOfItsOwn() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> answer = client.invoke(Request.of("x"));
        wire.hear("{\"id\":\"" + id(wire.sent().getLast()) + "\",\"success\":false,\"error\":\"nope\"}");
        RelayException failure = failure(answer);
        assertThat(failure.code()).isEqualTo(RelayException.FAILED);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.mayHaveBeenExecuted()).isTrue();
    }

    @Test
    void lostConnectionFailsWhatWasSentAndIsHonestAboutIt() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> plain = client.invoke(Request.of("pay"));
        CompletableFuture<Answer> harmless = client.invoke(Request.of("read").asIdempotent());
        wire.end(new Disconnect.Broken("cut off"));
        assertThat(failure(plain).code()).isEqualTo(RelayException.CONNECTION_LOST);
        assertThat(failure(plain).mayHaveBeenExecuted()).isTrue();
        assertThat(failure(plain).retryable()).isFalse();
        assertThat(failure(harmless).retryable()).isTrue();
    }

    @Test
    void requestsMadeMeanwhileWaitForTheNextConnectionAndAreSentOnce() throws Exception {
        network.accept().end(new Disconnect.Broken("cut off"));
        CompletableFuture<Answer> answer = client.invoke(Request.of("x").withTimeout(Duration.ofSeconds(10)));
        timers.pass(Duration.ofSeconds(1));
        FakeWire next = network.accept();
        assertThat(next.sent()).hasSize(2).last().asString().contains("\"timeoutMs\":9000");
        next.hear("{\"id\":\"" + id(next.sent().getLast()) + "\",\"success\":true}");
        assertThat(answer.get().json()).asString().isEqualTo("null");
    }

    @Test
    void waitingForAConnectionHasAnEnd() throws Exception {
        network.accept().end(new Disconnect.Closed(1012, "DRAIN retry_ms=200000"));
        CompletableFuture<Answer> answer = client.invoke(Request.of("x"));
        timers.pass(Duration.ofSeconds(30));
        assertThat(failure(answer).code()).isEqualTo(RelayException.NOT_CONNECTED);
        assertThat(failure(answer).retryable()).isTrue();
        assertThat(failure(answer).mayHaveBeenExecuted()).isFalse();
    }

    @Test
    void terminalCloseFailsWhatWaitsAndWhatComes() throws Exception {
        FakeWire wire = network.accept();
        wire.end(new Disconnect.Closed(1008, "TOKEN_REVOKED"));
        RelayException failure = failure(client.invoke(Request.of("x")));
        assertThat(failure.code()).isEqualTo(RelayException.NOT_CONNECTED);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("no longer accepts this token");
    }

    @Test
    void silenceBeyondTheHubsPromiseEndsTheRequest() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> answer = client.invoke(Request.of("x").withTimeout(Duration.ofSeconds(10)));
        timers.pass(Duration.ofMillis(14_999));
        assertThat(answer).isNotDone();
        timers.pass(Duration.ofMillis(1));
        assertThat(failure(answer).code()).isEqualTo(RelayException.REQUEST_TIMEOUT);
        wire.hear("{\"id\":\"" + id(wire.sent().getLast()) + "\",\"success\":true}");
    }

    @Test
    void cancelIsToldToTheHub() {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> answer = client.invoke(Request.of("x"));
        String id = id(wire.sent().getLast());
        answer.cancel(true);
        assertThat(wire.sent().getLast()).isEqualTo("{\"type\":\"cancel\",\"id\":\"" + id + "\"}\n");
        wire.hear("{\"id\":\"" + id + "\",\"success\":false,\"errorCode\":\"CANCELLED\"}");
        assertThat(answer).isCancelled();
    }

    @Test
    void cancelOfAWaitingRequestIsNobodysBusiness() {
        network.accept().end(new Disconnect.Broken("cut off"));
        client.invoke(Request.of("x")).cancel(true);
        timers.pass(Duration.ofSeconds(1));
        assertThat(network.accept().sent()).hasSize(1);
    }

    @Test
    void progressComesInOrderAndBeforeTheAnswer() throws Exception {
        FakeWire wire = network.accept();
        List<Integer> parts = new CopyOnWriteArrayList<>();
        CompletableFuture<Answer> answer = client.invoke(
                Request.of("x").withProgress(part -> parts.add(part.data().asInt())));
        String id = id(wire.sent().getLast());
        for (int i = 0; i < 50; i++) {
            wire.hear("{\"type\":\"progress\",\"id\":\"" + id + "\",\"data\":" + i + "}");
        }
        wire.hear("{\"id\":\"" + id + "\",\"success\":true,\"data\":50}");
        assertThat(answer.get().data().asInt()).isEqualTo(50);
        assertThat(parts).hasSize(50).isSorted();
    }

    @Test
    void callerThatBlocksInItsCallbackHoldsUpNobodyElse() throws Exception {
        FakeWire wire = network.accept();
        CountDownLatch stuck = new CountDownLatch(1);
        CompletableFuture<Void> blocked = client.invoke(Request.of("x")).thenAccept(answer -> awaitQuietly(stuck));
        CompletableFuture<Answer> other = client.invoke(Request.of("y"));
        wire.hear("{\"id\":\"" + id(wire.sent().get(1)) + "\",\"success\":true}");
        wire.hear("{\"id\":\"" + id(wire.sent().get(2)) + "\",\"success\":true}");
        other.get();
        assertThat(blocked).isNotDone();
        stuck.countDown();
        blocked.get();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void leavingHubAnswersWhatItHasAndGetsNothingNew() throws Exception {
        FakeWire wire = network.accept();
        CompletableFuture<Answer> owed = client.invoke(Request.of("old"));
        wire.hear("{\"type\":\"goaway\",\"reconnectAfterMs\":100}");
        CompletableFuture<Answer> later = client.invoke(Request.of("new"));
        assertThat(wire.sent()).hasSize(2);
        wire.hear("{\"id\":\"" + id(wire.sent().get(1)) + "\",\"success\":true}");
        owed.get();
        assertThat(wire.ending()).as("left when idle").isNotNull();
        timers.pass(Duration.ofSeconds(1));
        FakeWire next = network.accept();
        assertThat(next.sent()).hasSize(2).last().asString().contains("\"action\":\"new\"");
        next.hear("{\"id\":\"" + id(next.sent().getLast()) + "\",\"success\":true}");
        later.get();
    }

    @Test
    void requestOverTheLimitIsNotSent() throws Exception {
        FakeWire wire = network.accept();
        RelayException failure = failure(
                client.invoke("x", JsonMapper.shared().getNodeFactory().stringNode("y".repeat(11 * 1024 * 1024))));
        assertThat(failure.code()).isEqualTo(RelayException.MESSAGE_TOO_LARGE);
        assertThat(wire.sent()).hasSize(1);
    }

    @Test
    void closingFailsWhatIsOpen() throws Exception {
        network.accept();
        CompletableFuture<Answer> open = client.invoke(Request.of("x"));
        client.close();
        assertThat(failure(open).code()).isEqualTo(RelayException.CLIENT_CLOSED);
        assertThat(failure(client.invoke(Request.of("y"))).code()).isEqualTo(RelayException.CLIENT_CLOSED);
    }

    @Test
    void nothingShownHoldsTheToken() throws Exception {
        network.accept().end(new Disconnect.Broken("cut off"));
        CompletableFuture<Answer> waiting = client.invoke(Request.of("x"));
        timers.pass(Duration.ofSeconds(30));
        assertThat(failure(waiting)).hasMessageNotContaining("CANARY").hasMessageContaining("ws://hub/ws");
    }
}
