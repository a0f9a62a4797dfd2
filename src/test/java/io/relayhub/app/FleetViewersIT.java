package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.websocket.Sockets;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A viewer that does not read, and what a hub's meters say of its fleet.
@Timeout(60)
class FleetViewersIT {
    private static final String OPS = "operator-of-the-fleet-0123456789";
    private static final int SERVERS = 10;
    private static final int ROUNDS = 150;
    private static final Pattern NUMBERED = Pattern.compile("\"serverId\":\"srv-(\\d+)\".*\"round\":(\\d+)");
    private static final String FILLING = "x".repeat(500);

    private static Hub hub() {
        List<String> properties = new ArrayList<>(List.of(
                "relayhub.fleet.public=true",
                "relayhub.fleet.secret=secret",
                "relayhub.fleet.server-meters=true",
                "relayhub.tokens[0].name=ops",
                "relayhub.tokens[0].token=" + OPS,
                "relayhub.tokens[0].roles=ops"));
        for (int i = 0; i < SERVERS; i++) {
            properties.add("relayhub.fleet.servers[" + i + "].id=srv-" + i);
        }
        return Hub.start(properties.toArray(String[]::new));
    }

    private static RawWebSocket reporter(Hub hub, int number) {
        return RawWebSocket.connect(hub.port(), "/ws-report?secret=secret&id=srv-" + number);
    }

    /// About as much as is kept of one report.
    private static String report(int round) {
        StringBuilder text = new StringBuilder("{\"cpu\":{\"percent\":1},\"round\":").append(round);
        for (int i = 0; i < 12; i++) {
            text.append(",\"filling").append(i).append("\":\"").append(FILLING).append('"');
        }
        return text.append('}').toString();
    }

    /// What one viewer has been told.
    private static final class Reading {
        private final Map<Integer, Integer> rounds = new ConcurrentHashMap<>();
        private final AtomicLong messages = new AtomicLong();

        /// Until the connection ends, or the last round of all servers has come.
        void read(RawWebSocket viewer) {
            while (!isDone()) {
                Frames.Frame frame;
                try {
                    frame = viewer.read();
                } catch (UncheckedIOException gone) {
                    return;
                }
                if (frame.opCode() == Frames.PING) {
                    viewer.send(Frames.FIN | Frames.PONG, frame.payload());
                } else if (frame.opCode() == Frames.TEXT) {
                    Matcher numbers = NUMBERED.matcher(frame.text());
                    assertThat(numbers.find()).as(frame.text()).isTrue();
                    int round = Integer.parseInt(numbers.group(2));
                    Integer before = rounds.put(Integer.parseInt(numbers.group(1)), round);
                    assertThat(before == null || before < round).isTrue();
                    messages.incrementAndGet();
                }
            }
        }

        boolean isDone() {
            return rounds.size() == SERVERS && rounds.values().stream().allMatch(round -> round == ROUNDS - 1);
        }
    }

    @Test
    void aViewerThatDoesNotReadGetsTheLatestLaterAndTheOthersGetTheirsNow() throws Exception {
        try (Hub hub = hub();
                RawWebSocket stalled = RawWebSocket.dial(hub.port(), 4096);
                RawWebSocket brisk = RawWebSocket.connect(hub.port(), "/ws-frontend?format=document")) {
            assertThat(stalled.handshake("/ws-frontend?format=document").status())
                    .isEqualTo(101);
            Reading now = new Reading();
            Thread reader = Thread.ofPlatform().daemon().start(() -> now.read(brisk));
            List<RawWebSocket> reporters = new ArrayList<>();
            for (int i = 0; i < SERVERS; i++) {
                reporters.add(reporter(hub, i));
            }
            long most = 0;
            long longest = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long sent = System.nanoTime();
                String report = report(round);
                reporters.forEach(reporter -> reporter.text(report));
                int expected = round;
                while (now.rounds.size() < SERVERS
                        || now.rounds.values().stream().anyMatch(seen -> seen < expected)) {
                    assertThat(System.nanoTime() - sent).isLessThan(10_000_000_000L);
                    LockSupport.parkNanos(1_000_000);
                }
                longest = Math.max(longest, System.nanoTime() - sent);
                most = Math.max(most, hub.bean(Sockets.class).queuedBytes());
                // A server's twenty messages a second are not to be reached.
                LockSupport.parkNanos(sent + 55_000_000 - System.nanoTime());
            }
            assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
            assertThat(now.messages.get()).isEqualTo(SERVERS * ROUNDS);
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
            assertThat(most).as("bytes that wait for viewers").isLessThan(256 * 1024);

            Reading later = new Reading();
            later.read(stalled);
            assertThat(later.isDone()).isTrue();
            assertThat(later.messages.get()).isLessThan(SERVERS * ROUNDS * 3 / 4);
            reporters.forEach(RawWebSocket::close);
        }
    }

    private static double meter(Hub hub, String series) {
        return hub.get("/actuator/prometheus", Hub.bearer(OPS))
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void theMetersSayWhatHasHappened() {
        try (Hub hub = hub();
                RawWebSocket _ = RawWebSocket.connect(hub.port(), "/ws-frontend");
                RawWebSocket one = reporter(hub, 0);
                RawWebSocket two = reporter(hub, 1)) {
            one.text("{\"cpu\":{\"percent\":41.5},\"memory\":{\"total\":4,\"used\":1},\"network\":{\"inSpeed\":7}}");
            one.text("{\"cpu\":{\"percent\":42.5}}");
            two.text("{");
            two.send(Frames.FIN | Frames.BINARY, new byte[] {1});
            for (int i = 0; i < 30; i++) {
                two.text("[]");
            }
            Map<String, Double> expected = Map.of(
                    "relayhub_fleet_reports_total{result=\"TAKEN\"}", 2.0,
                    "relayhub_fleet_reports_total{result=\"BINARY\"}", 1.0,
                    "relayhub_fleet_servers{state=\"online\"}", 1.0,
                    "relayhub_fleet_servers{state=\"offline\"}", 0.0,
                    "relayhub_fleet_servers{state=\"silent\"}", SERVERS - 1.0,
                    "relayhub_fleet_viewers", 1.0,
                    "relayhub_fleet_server{server=\"srv-0\",value=\"cpu\"}", 42.5,
                    "relayhub_fleet_changes_total{to=\"online\"}", 1.0,
                    "relayhub_fleet_changes_total{to=\"offline\"}", 0.0);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(expected)
                            .allSatisfy((series, value) ->
                                    assertThat(meter(hub, series)).as(series).isEqualTo(value)));
            assertThat(meter(hub, "relayhub_fleet_reports_total{result=\"MALFORMED\"}")
                            + meter(hub, "relayhub_fleet_reports_total{result=\"TOO_MANY\"}"))
                    .isEqualTo(31);
            assertThat(meter(hub, "relayhub_fleet_reports_total{result=\"TOO_MANY\"}"))
                    .isPositive();
            assertThat(meter(hub, "relayhub_fleet_pictures_bytes")).isBetween(500.0, 5000.0);
            assertThat(meter(hub, "relayhub_fleet_server{server=\"srv-1\",value=\"cpu\"}"))
                    .isNaN();
        }
    }
}
