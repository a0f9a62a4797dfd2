package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.dial.Backoff;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import io.relayhub.testing.FakeNetwork;
import io.relayhub.testing.FakeTimers;
import io.relayhub.testing.FakeWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConnectorTest {
    private final FakeNetwork network = new FakeNetwork();
    private final FakeTimers timers = new FakeTimers();
    private final Facts facts = new Facts();
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private ThreadFactory threads = Thread.ofVirtual().factory();
    private ConnectorOptions options = ConnectorOptions.of("c0ffee", "desk");
    private Connector connector = connect();

    private Connector connect() {
        Connector fresh = new Connector(
                HubAddress.parse("ws://hub/ws?token=CANARY"),
                options,
                providers,
                network,
                timers,
                threads,
                RandomGenerator.getDefault(),
                facts);
        fresh.start();
        return fresh;
    }

    private FakeWire wire() {
        connector = connect();
        return network.accept();
    }

    @AfterEach
    void close() {
        release.countDown();
        connector.close();
    }

    private static String answer(FakeWire wire, String id) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> wire.sent().stream().anyMatch(line -> line.startsWith("{\"id\":" + id + ",")));
        return wire.sent().stream()
                .filter(line -> line.startsWith("{\"id\":" + id + ","))
                .findFirst()
                .orElseThrow();
    }

    private static long answers(FakeWire wire) {
        return wire.sent().stream().filter(line -> line.startsWith("{\"id\":")).count();
    }

    private Provider echo(String... actions) {
        return new Scripted(Actions.of(actions), ActionCall::data);
    }

    /// Ignores interrupts until the test is over.
    private Json hang() {
        while (true) {
            try {
                release.await();
                return Json.NULL;
            } catch (InterruptedException e) {
                facts.interrupted.countDown();
            }
        }
    }

    @Test
    void helloTellsIdLabelsActionsAndFeatures() {
        providers.put("a", echo("pong", "ping"));
        options = options.withLabels(Map.of("os", "linux")).withVersion("1.2.3").withMaxInFlight(7);
        assertThat(wire().sent())
                .containsExactly("{\"type\":\"connector_hello\",\"connectorId\":\"c0ffee\",\"name\":\"desk\","
                        + "\"version\":\"1.2.3\",\"labels\":{\"os\":\"linux\"},\"actions\":[\"ping\",\"pong\"],"
                        + "\"features\":[\"cancel\",\"progress\",\"agents\"],\"maxInFlight\":7}\n");
    }

    @Test
    void providerOfAnyActionLeavesTheListOut() {
        providers.put("a", echo("ping"));
        providers.put("rest", new Scripted(Actions.any(), ActionCall::data));
        assertThat(wire().sent().getFirst()).doesNotContain("\"actions\"");
    }

    @Test
    void allowListIsWhatIsAnnounced() {
        providers.put("a", echo("ping", "boom"));
        options = options.withAllowed(AllowList.parse(List.of("ping,other")));
        assertThat(wire().sent().getFirst()).contains("\"actions\":[\"ping\"]");
        providers.put("rest", new Scripted(Actions.any(), ActionCall::data));
        assertThat(wire().sent().getFirst()).contains("\"actions\":[\"other\",\"ping\"]");
    }

    @Test
    void requestThatNoThreadTakesUpIsRefusedAndNeverDone() {
        providers.put("a", echo("echo"));
        List<Runnable> stuck = new CopyOnWriteArrayList<>();
        threads = task -> {
            stuck.add(task);
            return Thread.ofVirtual().unstarted(() -> {});
        };
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"echo\",\"data\":{}}");
        timers.pass(Connector.START_PATIENCE);
        assertThat(answer(wire, "1")).contains("\"errorCode\":\"UNAVAILABLE\",\"retryable\":true");
        stuck.forEach(Runnable::run);
        assertThat(answers(wire)).isEqualTo(1);
    }

    @Test
    void payloadAndIdPassAsTheyCame() {
        providers.put("a", echo("echo"));
        FakeWire wire = wire();
        wire.hear("{\"id\":\"r\\u0031\",\"action\":\"echo\",\"data\":{ \"n\" : 1.50e+03, \"t\":\"\\u00e4\" }}");
        assertThat(answer(wire, "\"r\\u0031\""))
                .isEqualTo("{\"id\":\"r\\u0031\",\"success\":true,\"data\":{ \"n\" : 1.50e+03, \"t\":\"\\u00e4\" }}\n");
        wire.hear("{\"id\":17,\"action\":\"echo\"}");
        assertThat(answer(wire, "17")).isEqualTo("{\"id\":17,\"success\":true,\"data\":null}\n");
    }

    @Test
    void unknownAndForbiddenActionsAreAnsweredHere() {
        providers.put("a", echo("ping", "boom"));
        FakeWire open = wire();
        open.hear("{\"id\":1,\"action\":\"nobody\"}");
        assertThat(answer(open, "1"))
                .contains("\"success\":false")
                .contains("\"errorCode\":\"UNKNOWN_ACTION\"")
                .contains("\"retryable\":false");
        options = options.withAllowed(AllowList.parse(List.of("ping")));
        FakeWire guarded = wire();
        guarded.hear("{\"id\":1,\"action\":\"boom\"}");
        guarded.hear("{\"id\":2,\"action\":\"ping\",\"data\":7}");
        assertThat(answer(guarded, "1")).contains("\"errorCode\":\"FORBIDDEN\"");
        assertThat(answer(guarded, "2")).contains("\"data\":7");
    }

    @Test
    void providerNamedFirstHasTheAction() {
        providers.put("first", new Scripted(Actions.of("x"), call -> Json.raw("1".getBytes(StandardCharsets.UTF_8))));
        providers.put("second", new Scripted(Actions.of("x"), call -> Json.raw("2".getBytes(StandardCharsets.UTF_8))));
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"x\"}");
        assertThat(answer(wire, "1")).contains("\"data\":1}");
    }

    @Test
    void hangingProviderBlocksNobodyElse() {
        options = options.withMaxInFlight(2);
        providers.put("stuck", new Scripted(Actions.of("hang"), call -> hang()));
        providers.put("fine", echo("echo"));
        FakeWire wire = wire();
        for (int i = 1; i <= 3; i++) {
            wire.hear("{\"id\":" + i + ",\"action\":\"hang\",\"timeoutMs\":1000}");
        }
        assertThat(answer(wire, "3")).contains("\"errorCode\":\"BUSY\"").contains("\"retryable\":true");
        timers.pass(Duration.ofSeconds(2));
        assertThat(answer(wire, "1")).contains("\"errorCode\":\"TIMEOUT\"");
        for (int i = 10; i < 40; i++) {
            wire.hear("{\"id\":" + i + ",\"action\":\"echo\",\"data\":" + i + "}");
            assertThat(answer(wire, "" + i)).contains("\"data\":" + i);
            timers.pass(Duration.ofMillis(1));
        }
        wire.hear("{\"id\":4,\"action\":\"hang\"}");
        assertThat(answer(wire, "4")).as("its threads still hang").contains("\"errorCode\":\"BUSY\"");
    }

    @Test
    void cancelInterruptsTheProviderAndDropsWhatItStillSays() {
        providers.put("stuck", new Scripted(Actions.of("hang"), call -> {
            Json late = hang();
            call.progress(late);
            return late;
        }));
        FakeWire wire = wire();
        wire.hear("{\"id\":\"a\",\"action\":\"hang\"}");
        await().until(() -> facts.calls.size() == 1);
        wire.hear("{\"type\":\"cancel\",\"id\":\"a\"}");
        await().until(() -> facts.interrupted.getCount() == 0);
        release.countDown();
        await().until(() -> facts.returned.size() == 1);
        assertThat(answers(wire)).isZero();
        assertThat(wire.sent()).noneMatch(line -> line.contains("progress\",\"id"));
        assertThat(facts.handled).containsExactly("hang CANCELLED ");
    }

    @Test
    void progressComesBeforeTheAnswer() {
        providers.put("a", new Scripted(Actions.of("steps"), call -> {
            call.progress(Json.raw("1".getBytes(StandardCharsets.UTF_8)));
            call.progress(Json.raw("2".getBytes(StandardCharsets.UTF_8)));
            return Json.NULL;
        }));
        FakeWire wire = wire();
        wire.hear("{\"id\":5,\"action\":\"steps\"}");
        answer(wire, "5");
        assertThat(wire.sent().subList(1, 4))
                .containsExactly(
                        "{\"type\":\"progress\",\"id\":5,\"data\":1}\n",
                        "{\"type\":\"progress\",\"id\":5,\"data\":2}\n",
                        "{\"id\":5,\"success\":true,\"data\":null}\n");
    }

    @Test
    void deadlineIsTheRequestsOwn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(4);
        providers.put("a", new Scripted(Actions.of("hang"), call -> {
            begun.countDown();
            return hang();
        }));
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"hang\",\"timeoutMs\":500}");
        wire.hear("{\"id\":2,\"action\":\"hang\",\"timeoutSec\":2}");
        wire.hear("{\"id\":3,\"action\":\"hang\"}");
        wire.hear("{\"id\":4,\"action\":\"hang\",\"timeoutMs\":0}");
        begun.await();
        timers.pass(Duration.ofMillis(500));
        assertThat(answers(wire)).isEqualTo(1);
        timers.pass(Duration.ofMillis(1500));
        assertThat(answers(wire)).isEqualTo(2);
        timers.pass(Duration.ofSeconds(57));
        assertThat(answers(wire)).isEqualTo(2);
        timers.pass(Duration.ofSeconds(1));
        assertThat(answers(wire)).isEqualTo(4);
    }

    @Test
    void bugOfAProviderIsAnsweredWithoutItsText() {
        providers.put("a", new Scripted(Actions.of("bug"), call -> {
            throw new IllegalStateException("CANARY");
        }));
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"bug\"}");
        assertThat(answer(wire, "1")).contains("\"errorCode\":\"INTERNAL\"").doesNotContain("CANARY");
        assertThat(facts.failures).hasSize(1);
    }

    @Test
    void answerOverTheLimitIsRefusedInsteadOfClosingTheConnection() {
        options = options.withMaxMessageBytes(1000);
        providers.put(
                "a",
                new Scripted(
                        Actions.of("big"),
                        call -> Json.raw(("\"" + "x".repeat(2000) + "\"").getBytes(StandardCharsets.UTF_8))));
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"big\"}");
        assertThat(answer(wire, "1")).contains("\"errorCode\":\"TOO_LARGE\"");
    }

    @Test
    void requestsOfALostConnectionAreInterruptedAndNotAnsweredOnTheNext() {
        providers.put("a", new Scripted(Actions.of("hang"), call -> hang()));
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"hang\"}");
        await().until(() -> facts.calls.size() == 1);
        wire.end(new Disconnect.Broken("cut off"));
        await().until(() -> facts.interrupted.getCount() == 0);
        timers.pass(Duration.ofSeconds(1));
        FakeWire next = network.accept();
        release.countDown();
        await().until(() -> facts.returned.size() == 1);
        assertThat(answers(next)).isZero();
        assertThat(facts.handled).containsExactly("hang CONNECTION_LOST ");
    }

    @Test
    void leavingHubGetsWhatItIsOwedFirst() {
        providers.put("a", new Scripted(Actions.of("wait"), call -> {
            release.await();
            return Json.NULL;
        }));
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"wait\"}");
        wire.hear("{\"type\":\"goaway\",\"reconnectAfterMs\":100}");
        assertThat(wire.ending()).isNull();
        release.countDown();
        answer(wire, "1");
        await().until(() -> wire.ending() != null);
        timers.pass(Duration.ofSeconds(1));
        assertThat(network.attempts()).as("one of the field, two of this test").isEqualTo(3);
    }

    private static void say(FakeWire wire, int id, String agent) {
        wire.hear("{\"id\":" + id + ",\"agent\":\"" + agent + "\",\"action\":\"wait\"}");
    }

    private void awaitLeft(String... agents) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(facts.left).containsExactlyInAnyOrder(agents));
    }

    @Test
    void aProviderHearsWhoAsksAndOnceThatItHasLeft() {
        providers.put(
                "a",
                new Scripted(
                        Actions.of("wait"),
                        call -> Json.raw(
                                ("\"" + call.agent().orElse("nobody") + "\"").getBytes(StandardCharsets.UTF_8))));
        FakeWire wire = wire();
        say(wire, 1, "h-s1");
        assertThat(answer(wire, "1")).endsWith("\"data\":\"h-s1\"}\n");
        wire.hear("{\"id\":2,\"action\":\"wait\"}");
        assertThat(answer(wire, "2")).endsWith("\"data\":\"nobody\"}\n");
        wire.hear("{\"type\":\"agent_left\",\"agent\":\"h-s9\"}");
        wire.hear("{\"type\":\"agent_left\",\"agent\":\"h-s1\"}");
        wire.hear("{\"type\":\"agent_left\",\"agent\":\"h-s1\"}");
        awaitLeft("h-s1");
    }

    @Test
    void theLeavingOfAnAgentComesAfterItsLastCallHasReturned() {
        providers.put("a", new Scripted(Actions.of("wait"), call -> hang()));
        FakeWire wire = wire();
        say(wire, 1, "h-s1");
        await().until(() -> !facts.calls.isEmpty());
        wire.hear("{\"type\":\"cancel\",\"id\":1}");
        wire.hear("{\"type\":\"agent_left\",\"agent\":\"h-s1\"}");
        await().until(() -> facts.interrupted.getCount() == 0);
        assertThat(facts.left).isEmpty();
        release.countDown();
        awaitLeft("h-s1");
    }

    @Test
    void aReturningConnectorAsksAfterItsAgentsAndGivesThemUpAfterAMinute() {
        providers.put("a", new Scripted(Actions.of("wait"), call -> Json.NULL));
        options = options.withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), 1_000))
                .withHeartbeat(Duration.ofHours(9));
        FakeWire wire = wire();
        say(wire, 1, "h-s1");
        say(wire, 2, "h-s2");
        answer(wire, "1");
        answer(wire, "2");
        wire.end(new Disconnect.Broken("cut off"));
        timers.pass(KnownAgents.GRACE.minusSeconds(1));
        FakeWire back = network.accept();
        assertThat(back.sent().getFirst()).contains("\"agents\":[\"h-s1\",\"h-s2\"]");
        back.hear("{\"type\":\"agent_left\",\"agent\":\"h-s1\"}");
        timers.pass(Duration.ofHours(1));
        awaitLeft("h-s1");
        back.end(new Disconnect.Broken("cut off"));
        timers.pass(KnownAgents.GRACE);
        awaitLeft("h-s1", "h-s2");
        assertThat(network.accept().sent().getFirst()).doesNotContain("\"agents\":");
    }

    @Test
    void replacedConnectorEndsAndSaysWhy() {
        FakeWire wire = wire();
        wire.end(new Disconnect.Closed(4409, "REPLACED"));
        assertThat(connector.ended()).isCompletedWithValue(new Disconnect.Closed(4409, "REPLACED"));
        timers.pass(Duration.ofHours(1));
        assertThat(facts.ends).hasSize(1);
    }

    @Test
    void failFastGivesUpAfterTheFirstAttemptOnly() {
        options = options.withStart(ConnectorOptions.Start.FAIL_FAST);
        connector = connect();
        network.refuse(new Disconnect.Broken("nobody listens"));
        assertThat(connector.ended()).isCompletedWithValue(new Disconnect.Broken("nobody listens"));
        FakeWire wire = wire();
        wire.end(new Disconnect.Broken("cut off"));
        assertThat(connector.ended()).isNotDone();
    }

    @Test
    void actionsInLogsCannotBreakLines() {
        FakeWire wire = wire();
        wire.hear("{\"id\":1,\"action\":\"a\\nb" + "x".repeat(100) + "\"}");
        assertThat(facts.handled.getFirst()).startsWith("a?bxxx").hasSizeLessThan(100);
    }

    /// A provider that does what a test says.
    private interface Script {
        Json handle(ActionCall call) throws ActionException, InterruptedException;
    }

    private final class Scripted implements Provider {
        private final Actions actions;
        private final Script script;

        Scripted(Actions actions, Script script) {
            this.actions = actions;
            this.script = script;
        }

        @Override
        public Actions actions() {
            return actions;
        }

        @Override
        public Json handle(ActionCall call) throws ActionException, InterruptedException {
            facts.calls.add(call.action());
            Json answer = script.handle(call);
            facts.returned.add(call.action());
            return answer;
        }

        @Override
        public void agentLeft(String agent) {
            facts.left.add(agent);
        }

        @Override
        public void close() {}
    }

    private static final class Facts implements ConnectorListener {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final List<String> left = new CopyOnWriteArrayList<>();
        private final List<String> returned = new CopyOnWriteArrayList<>();
        private final List<String> handled = new CopyOnWriteArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private final List<Disconnect> ends = new CopyOnWriteArrayList<>();
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public void connected() {}

        @Override
        public void hubLeaving() {}

        @Override
        public void waiting(Disconnect ending, Duration delay) {}

        @Override
        public void ended(Disconnect ending) {
            ends.add(ending);
        }

        @Override
        public void handled(String action, Outcome outcome, String detail, Duration time) {
            handled.add(action + " " + outcome + " " + detail);
        }

        @Override
        public void failed(String action, String provider, Throwable cause) {
            failures.add(cause);
        }

        @Override
        public void notUnderstood() {}
    }
}
