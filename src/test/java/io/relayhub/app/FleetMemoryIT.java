package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A hub with a small heap, a thousand servers that report as much as is kept of one, and fifty viewers, of which ten
/// hardly read.
@Timeout(180)
class FleetMemoryIT {
    private static final int SERVERS = 1_000;
    private static final int VIEWERS = 50;
    private static final int SLOW = 10;
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger complete = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile String seen = "";

    /// Nearly 64 KiB: as many disks as are shown, with what nobody knows in each of them and beside them.
    private static String report(int round) {
        StringBuilder text = new StringBuilder("{\"cpu\":{\"percent\":" + round + "},\"disk\":[");
        for (int i = 0; i < 64; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"path\":\"/")
                    .append("d".repeat(16))
                    .append("\",\"fstype\":\"")
                    .append("f".repeat(6))
                    .append("\",\"total\":1000000000000,\"used\":500000000000,\"n\":\"")
                    .append("n".repeat(40))
                    .append("\"}");
        }
        text.append("],\"unknown\":[");
        while (text.length() < 60_000) {
            text.append('"').append("u".repeat(500)).append("\",");
        }
        return text.append("0]}").toString();
    }

    /// Reads all there is, and counts the viewers that have seen the last round of every server.
    private void watch(RawWebSocket viewer) {
        boolean told = false;
        while (!over.get()) {
            try {
                Frames.Frame frame = viewer.read();
                if (frame.opCode() == Frames.PING) {
                    viewer.send(Frames.FIN | Frames.PONG, frame.payload());
                } else if (frame.opCode() == Frames.CLOSE) {
                    lost.incrementAndGet();
                    return;
                } else if (!told) {
                    seen = frame.text();
                    told = isComplete(seen);
                    complete.addAndGet(told ? 1 : 0);
                }
            } catch (UncheckedIOException gone) {
                if (!over.get()) {
                    lost.incrementAndGet();
                }
                return;
            }
        }
    }

    private static boolean isComplete(String envelope) {
        String last = "\"cpuPercent\":" + ROUNDS + ".0,";
        int found = 0;
        for (int at = envelope.indexOf(last); at >= 0; at = envelope.indexOf(last, at + 1)) {
            found++;
        }
        return found == SERVERS;
    }

    private static void park(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    @Test
    void aThousandOfTheLargestReportsFitIntoASmallHeapWhateverViewersDo() throws Exception {
        StringBuilder list = new StringBuilder("servers:\n");
        for (int i = 0; i < SERVERS; i++) {
            list.append("  - {id: srv-").append(i).append("}\n");
        }
        Path file = Files.writeString(directory.resolve("servers.yml"), list);
        Map<String, String> environment = Map.of(
                "RELAYHUB_MAX_CONNECTIONS", "1200",
                "RELAYHUB_FLEET_SERVERS_FILE", file.toString(),
                "RELAYHUB_FLEET_SECRET", "secret",
                "RELAYHUB_FLEET_PUBLIC", "true");
        try (HubProcess hub = HubProcess.start(directory, environment, "-Xmx256m")) {
            List<RawWebSocket> slow = new ArrayList<>();
            List<RawWebSocket> all = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                boolean isSlow = i < SLOW;
                RawWebSocket viewer = RawWebSocket.dial(hub.port(), isSlow ? 4096 : 0);
                assertThat(viewer.handshake("/ws-frontend").status()).isEqualTo(101);
                all.add(viewer);
                if (isSlow) {
                    slow.add(viewer);
                } else {
                    Thread.ofPlatform().daemon().start(() -> watch(viewer));
                }
            }
            List<RawWebSocket> reporters = new ArrayList<>();
            for (int i = 0; i < SERVERS; i++) {
                reporters.add(RawWebSocket.connect(hub.port(), "/ws-report?secret=secret&id=srv-" + i));
            }
            for (int round = 1; round <= ROUNDS; round++) {
                String report = report(round);
                reporters.forEach(reporter -> reporter.text(report));
                // Each holds another picture by now.
                slow.get(round).read();
            }
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (complete.get() + lost.get() < VIEWERS - SLOW && System.nanoTime() - end < 0) {
                park(Duration.ofMillis(50));
            }
            assertThat(hub.output()).doesNotContain("OutOfMemory");
            assertThat(complete.get())
                    .as(lost + " lost, " + seen.length() + " in " + seen.substring(0, Math.min(300, seen.length())))
                    .isEqualTo(VIEWERS - SLOW);
            assertThat(lost.get()).isZero();
            // Late comers get the picture of now, and so does HTTP.
            try (RawWebSocket late = RawWebSocket.connect(hub.port(), "/ws-frontend")) {
                JsonNode picture =
                        JsonMapper.shared().readTree(late.read(Frames.TEXT).text());
                assertThat(picture.path("data").size()).isEqualTo(SERVERS);
            }
            over.set(true);
            all.forEach(RawWebSocket::close);
            reporters.forEach(RawWebSocket::close);
            assertThat(hub.output()).doesNotContain("OutOfMemory");
        }
    }
}
