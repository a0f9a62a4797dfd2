package io.relayhub.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.dial.HubAddress;
import io.relayhub.reporter.ReportLink.Pulse;
import io.relayhub.reporter.ReportOptions.Shape;
import io.relayhub.reporter.ReportOptions.Who;
import io.relayhub.testing.Frames;
import io.relayhub.testing.ScriptedHub;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reporter's signs of life, at a tenth of their times.
@Timeout(60)
class ReporterPulseIT {
    private static final Pulse PULSE = new Pulse(Duration.ofSeconds(3), Duration.ofMillis(4_500));

    private final BlockingQueue<String> facts = new LinkedBlockingQueue<>();

    private Reporter reporter(ScriptedHub hub) {
        ReportListener listener = new ReportListener() {
            @Override
            public void connected() {
                facts.add("connected");
            }

            @Override
            public void waiting(String reason, Duration delay) {
                facts.add(reason);
            }
        };
        ReportOptions options = new ReportOptions(
                new Who("web-1", "", "", "", ""), Shape.DOCUMENT, Duration.ofMinutes(5), List.of(), List.of());
        return new Reporter(
                HubAddress.parse("ws://127.0.0.1:" + hub.port() + "/ws-report"),
                "secret",
                options,
                listener,
                new Random(1),
                PULSE);
    }

    private static void awaitPing(ScriptedHub.Peer peer) throws InterruptedException {
        while (peer.frame().opCode() != Frames.PING) {
            // The report.
        }
    }

    @Test
    void itStaysWhilePongsComeAndLeavesAHubThatHasGoneSilent() throws Exception {
        assertThat(Pulse.DOCUMENTED).isEqualTo(new Pulse(Duration.ofSeconds(30), Duration.ofSeconds(45)));
        try (ScriptedHub hub = ScriptedHub.start();
                Reporter reporter = reporter(hub)) {
            Thread.ofPlatform().daemon().start(new FutureTask<>(reporter::run));
            ScriptedHub.Peer peer = hub.next();
            assertThat(facts.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
            long begun = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                awaitPing(peer);
                peer.write(Frames.frame(Frames.Side.SERVER, Frames.FIN | Frames.PONG, new byte[0]));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(PULSE.pong());
            assertThat(facts).isEmpty();

            long answered = System.nanoTime();
            assertThat(facts.poll(10, TimeUnit.SECONDS)).isEqualTo("the hub has gone silent");
            assertThat(Duration.ofNanos(System.nanoTime() - answered))
                    .isBetween(PULSE.pong().minusMillis(50), Duration.ofSeconds(9));
            hub.next();
            assertThat(facts.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
        }
    }
}
