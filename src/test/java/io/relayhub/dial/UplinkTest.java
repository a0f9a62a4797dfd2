package io.relayhub.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.json.Envelope;
import io.relayhub.testing.FakeNetwork;
import io.relayhub.testing.FakeTimers;
import io.relayhub.testing.FakeWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final FakeNetwork network = new FakeNetwork();
    private final FakeTimers timers = new FakeTimers();
    private final Facts facts = new Facts();

    /// Always the largest delay that the ladder allows.
    private final RandomGenerator largest = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private Uplink uplink(Backoff backoff) {
        Uplink uplink = new Uplink(
                HubAddress.parse("ws://hub/ws?token=secret"),
                new UplinkSettings(
                        () -> "{\"type\":\"agent_hello\"}\n".getBytes(StandardCharsets.UTF_8),
                        Duration.ofSeconds(30),
                        backoff),
                network,
                timers,
                largest,
                facts);
        uplink.start();
        return uplink;
    }

    @Test
    void helloIsTheFirstLine() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        assertThat(wire.sent()).containsExactly("{\"type\":\"agent_hello\"}\n");
        assertThat(facts.said).containsExactly("up");
    }

    @Test
    void delaysDoubleUpToThirtySeconds() {
        uplink(Backoff.DEFAULT);
        for (int i = 0; i < 9; i++) {
            network.refuse(new Disconnect.Broken("nobody"));
            timers.pass(facts.lastDelay);
        }
        assertThat(facts.delays)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
        assertThat(network.attempts()).isEqualTo(10);
    }

    @Test
    void ladderIsKeptByAShortConnectionAndResetByAHealthyOne() {
        uplink(Backoff.DEFAULT);
        network.refuse(new Disconnect.Broken("nobody"));
        timers.pass(facts.lastDelay);
        FakeWire brief = network.accept();
        timers.pass(Duration.ofSeconds(5));
        brief.end(new Disconnect.Broken("cut off"));
        assertThat(facts.lastDelay).isEqualTo(Duration.ofSeconds(1));
        timers.pass(facts.lastDelay);
        FakeWire healthy = network.accept();
        for (int i = 0; i < 61; i++) {
            timers.pass(Duration.ofSeconds(1));
            healthy.hearSign();
        }
        healthy.end(new Disconnect.Broken("cut off"));
        assertThat(facts.lastDelay).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void retryMsOfTheCloseIsObeyed() {
        uplink(Backoff.DEFAULT);
        network.accept().end(new Disconnect.Closed(1012, "DRAIN retry_ms=7000"));
        assertThat(facts.lastDelay).isEqualTo(Duration.ofMillis(7_500));
        timers.pass(Duration.ofMillis(7_499));
        assertThat(network.attempts()).isEqualTo(1);
        timers.pass(MOMENT);
        assertThat(network.attempts()).isEqualTo(2);
    }

    @Test
    void retryAfterOfARefusedHandshakeIsObeyed() {
        uplink(Backoff.DEFAULT);
        network.refuse(new Disconnect.Refused(503, Duration.ofSeconds(3)));
        assertThat(facts.lastDelay).isEqualTo(Duration.ofMillis(3_500));
    }

    @Test
    void goawayIsObeyedEvenWhenTheCloseSaysNothing() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        wire.hear("{\"type\":\"goaway\",\"reconnectAfterMs\":4000}");
        assertThat(facts.said).containsExactly("up", "leaving");
        timers.pass(Duration.ofSeconds(1));
        wire.end(new Disconnect.Broken("cut off"));
        assertThat(facts.lastDelay).isEqualTo(Duration.ofMillis(3_500));
    }

    @Test
    void movingOnLeavesAHubThatIsLeaving() {
        Uplink uplink = uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        wire.hear("{\"type\":\"goaway\",\"reconnectAfterMs\":100}");
        uplink.moveOn(wire);
        assertThat(wire.ending()).isEqualTo(new Disconnect.Closed(1012, "DRAIN"));
        timers.pass(Duration.ofMillis(600));
        assertThat(network.attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1002, 1007, 1008, 4409})
    void terminalClosesAreNotComeBackFrom(int code) {
        uplink(Backoff.DEFAULT);
        network.accept().end(new Disconnect.Closed(code, ""));
        timers.pass(Duration.ofHours(1));
        assertThat(network.attempts()).isEqualTo(1);
        assertThat(facts.said).containsExactly("up", "down", "gaveUp");
        assertThat(timers.pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1005, 1009, 1011, 1012, 1013, 4001, 4408, 4429})
    void allOtherClosesAre(int code) {
        uplink(Backoff.DEFAULT);
        network.accept().end(new Disconnect.Closed(code, ""));
        timers.pass(Duration.ofSeconds(1));
        assertThat(network.attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void refusedCredentialsAreNotTriedAgain(int status) {
        uplink(Backoff.DEFAULT);
        network.refuse(new Disconnect.Refused(status, Duration.ZERO));
        timers.pass(Duration.ofHours(1));
        assertThat(network.attempts()).isEqualTo(1);
        assertThat(facts.said).containsExactly("gaveUp");
    }

    @Test
    void attemptsAreLimitedWhereAskedFor() {
        uplink(Backoff.DEFAULT.atMost(2));
        for (int i = 0; i < 3; i++) {
            network.refuse(new Disconnect.Broken("nobody"));
            timers.pass(Duration.ofMinutes(1));
        }
        assertThat(network.attempts()).isEqualTo(3);
        assertThat(facts.said).endsWith("gaveUp");
    }

    @Test
    void pingsEveryThirtySecondsAndAnswersTheHubs() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        timers.pass(Duration.ofSeconds(30));
        assertThat(wire.sent()).hasSize(2).last().asString().startsWith("{\"type\":\"ping\",\"timestamp\":");
        wire.hear("{\"type\":\"pong\",\"timestamp\":1}");
        wire.hear("{\"type\":\"ping\",\"timestamp\":1}");
        assertThat(wire.sent()).hasSize(3).last().asString().startsWith("{\"type\":\"pong\",\"timestamp\":");
    }

    @Test
    void hubThatSaysNothingBetweenTwoPingsIsGone() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        timers.pass(Duration.ofSeconds(60));
        assertThat(wire.ending()).isEqualTo(new Disconnect.Broken("the hub has gone silent"));
        assertThat(facts.said).containsExactly("up", "down", "waiting");
    }

    @Test
    void protocolPingsAreSignsOfLife() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        for (int i = 0; i < 20; i++) {
            timers.pass(Duration.ofSeconds(25));
            wire.hearSign();
        }
        assertThat(wire.ending()).isNull();
    }

    @Test
    void processThatStoodStillGivesTheHubAnotherInterval() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        timers.pass(Duration.ofSeconds(30));
        timers.freeze(Duration.ofMinutes(10));
        assertThat(wire.ending()).isNull();
        timers.pass(Duration.ofSeconds(30));
        assertThat(wire.ending()).isNotNull();
    }

    @Test
    void shortTimeoutOfTheHubShortensTheHeartbeat() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        wire.hear("{\"type\":\"welcome\",\"heartbeatTimeoutMs\":3000}");
        timers.pass(Duration.ofSeconds(1));
        assertThat(wire.sent()).hasSize(2);
    }

    @Test
    void lateWordsOfAnOldConnectionAreIgnored() {
        uplink(Backoff.DEFAULT);
        FakeWire old = network.accept();
        old.end(new Disconnect.Broken("cut off"));
        timers.pass(Duration.ofSeconds(1));
        network.accept();
        old.hear("{\"id\":\"1\",\"action\":\"ping\"}");
        assertThat(facts.said).containsExactly("up", "down", "waiting", "up");
    }

    @Test
    void closingWhileWaitingEndsIt() {
        Uplink uplink = uplink(Backoff.DEFAULT);
        network.refuse(new Disconnect.Broken("nobody"));
        uplink.close();
        timers.pass(Duration.ofHours(1));
        assertThat(network.attempts()).isEqualTo(1);
        assertThat(facts.said).containsExactly("waiting", "gaveUp");
    }

    @Test
    void connectionThatComesAfterClosingIsGivenBack() {
        Uplink uplink = uplink(Backoff.DEFAULT);
        uplink.close();
        FakeWire wire = network.accept();
        assertThat(wire.ending()).isInstanceOf(Disconnect.Left.class);
        assertThat(facts.said).containsExactly("gaveUp");
    }

    @Test
    void garbageIsReportedAndEndsNothing() {
        uplink(Backoff.DEFAULT);
        FakeWire wire = network.accept();
        wire.hear("{\"id\":");
        wire.hear("{\"id\":\"1\",\"action\":\"ping\"}");
        assertThat(facts.said).containsExactly("up", "garbage", "message");
    }

    private static final class Facts implements UplinkListener {
        private final List<String> said = new ArrayList<>();
        private final List<Duration> delays = new ArrayList<>();
        private Duration lastDelay = Duration.ZERO;

        @Override
        public void up(Wire wire) {
            said.add("up");
        }

        @Override
        public void message(Wire wire, Envelope envelope) {
            said.add("message");
        }

        @Override
        public void garbage() {
            said.add("garbage");
        }

        @Override
        public void leaving(Wire wire) {
            said.add("leaving");
        }

        @Override
        public void down(Wire wire, Disconnect ending) {
            said.add("down");
        }

        @Override
        public void waiting(Disconnect ending, Duration delay) {
            said.add("waiting");
            delays.add(delay);
            lastDelay = delay;
        }

        @Override
        public void gaveUp(Disconnect ending) {
            said.add("gaveUp");
        }
    }
}
