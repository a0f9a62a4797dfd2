package io.relayhub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.relayhub.RelayHub;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.testing.ScriptedHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LoadRunIT {
    private static final String TOKEN = "CANARY-0123456789abcdef";

    private final RelayHub hub = RelayHub.builder()
            .port(0)
            .address(InetAddress.getLoopbackAddress())
            .token(TOKEN)
            .maxConnections(20)
            .build();

    /// Lets the test wait until it is being measured.
    private static final class Seconds implements LoadRun.Listener {
        private final CountDownLatch measured = new CountDownLatch(1);

        @Override
        public void connected() {}

        @Override
        public void second(boolean isWarmUp, Duration elapsed, double answers, double p50, double p99) {
            if (!isWarmUp) {
                measured.countDown();
            }
        }
    }

    private final Seconds seconds = new Seconds();
    private final ExecutorService elsewhere = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void start() {
        hub.start();
    }

    @AfterEach
    void stop() {
        elsewhere.shutdownNow();
        hub.close();
    }

    private Load load(@Nullable String token, int agents, int answerBytes, double rate, Duration time) {
        return new Load(
                URI.create("ws://127.0.0.1:" + hub.port() + "/ws"),
                token,
                agents,
                2,
                4,
                rate,
                10,
                answerBytes,
                3,
                Duration.ofMillis(200),
                time);
    }

    @Test
    void everyAnswerIsCountedAndEverybodyLeaves() throws Exception {
        Outcome outcome = new LoadRun(load(TOKEN, 3, 70_000, 0, Duration.ofSeconds(1)), seconds).run();

        assertThat(outcome.answers()).isPositive();
        assertThat(outcome.bytes()).isGreaterThanOrEqualTo(outcome.answers() * 70_000);
        assertThat(outcome.latencies().getTotalCount()).isGreaterThanOrEqualTo(outcome.answers());
        assertThat(outcome.micros(50)).isPositive();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.unanswered() + outcome.strays() + outcome.lost()).isZero();
        assertThat(outcome.isWhole()).isTrue();
        assertThat(outcome.isLocal()).isTrue();
        assertThat(seconds.measured.getCount()).isZero();
        await().untilAsserted(() -> assertThat(hub.stats().connections()).isZero());
    }

    @Test
    void aRateIsKept() throws Exception {
        Outcome outcome = new LoadRun(load(TOKEN, 3, 64, 200, Duration.ofSeconds(1)), seconds).run();

        assertThat(outcome.answers()).isBetween(100L, 260L);
        assertThat(outcome.unsent()).isZero();
    }

    @Test
    void whatIsStoppedSaysWhatThereIs() throws Exception {
        var run = new LoadRun(load(TOKEN, 3, 64, 0, Duration.ofHours(1)), seconds);
        Future<Outcome> running = elsewhere.submit(run::run);
        seconds.measured.await();
        run.stop();
        Outcome outcome = running.get();

        assertThat(outcome.isWhole()).isFalse();
        assertThat(outcome.answers()).isPositive();
        assertThat(outcome.caveats()).contains("It was stopped before its time.");
    }

    @Test
    void nobodyElsesConnectorIsAskedAndNobodyElseAsksItsConnectors() throws Exception {
        try (RawWebSocket connector =
                        RawWebSocket.connect(hub.port(), "/ws?role=connector", "Authorization: Bearer " + TOKEN);
                RawWebSocket agent =
                        RawWebSocket.connect(hub.port(), "/ws?role=agent", "Authorization: Bearer " + TOKEN)) {
            var run = new LoadRun(load(TOKEN, 3, 64, 0, Duration.ofHours(1)), seconds);
            Future<Outcome> running = elsewhere.submit(run::run);
            seconds.measured.await();
            for (int i = 0; i < 5; i++) {
                agent.text("{\"id\":\"mine%d\",\"action\":\"ping\",\"data\":{}}\n".formatted(i));
                assertThat(connector.read(Frames.TEXT).text()).contains("\"action\":\"ping\"");
            }
            run.stop();
            Outcome outcome = running.get();

            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.answers()).isPositive();
        }
    }

    @Test
    void aWrongTokenAFullHubAndNoHubAreSentences() throws Exception {
        assertSentence(load("wrong-" + TOKEN, 1, 64, 0, Duration.ofSeconds(1)), "(AUTH_FAILED)");
        assertSentence(load(null, 1, 64, 0, Duration.ofSeconds(1)), "(AUTH_FAILED)");
        assertSentence(load(TOKEN, 50, 64, 0, Duration.ofSeconds(1)), "(SERVER_FULL)");
        Load load = load(TOKEN, 1, 64, 0, Duration.ofSeconds(1));
        hub.close();
        assertSentence(load, "is the hub running?");
    }

    @Test
    void whatIsNoRelayhubIsNotAsked() throws IOException {
        try (ScriptedHub other = ScriptedHub.start()) {
            other.refuse("404 Not Found\r\nContent-Length: 0");
            Load load = new Load(
                    other.url("token=" + TOKEN), null, 1, 1, 1, 0, 1, 1, 0, Duration.ZERO, Duration.ofSeconds(1));
            assertSentence(load, "no hub at this path (HTTP 404)");
        }
    }

    private void assertSentence(Load load, String part) {
        assertThatThrownBy(() -> new LoadRun(load, seconds).run())
                .isInstanceOf(BenchException.class)
                .hasMessageContaining(part)
                .hasMessageNotContaining("CANARY");
    }
}
