package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Delivery;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

/// The memory of what waits to be written, where many peers want it at once.
@Timeout(60)
class OutboundShareIT {
    private static final int BUDGET = 24 << 20;
    private static final Message PART = Message.text(new byte[64 << 10]);

    private static Limits limits() {
        var limits = new Limits();
        limits.outboundBudget = DataSize.ofBytes(BUDGET);
        limits.writeTimeout = Duration.ofSeconds(50);
        return limits;
    }

    private static void fill(Session session) {
        int sent = 0;
        while (session.send(PART) == Delivery.QUEUED) {
            assertThat(sent++).isLessThan(1_000);
        }
    }

    private static List<RawWebSocket> slowReaders(TestHub hub, int count) {
        List<RawWebSocket> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawWebSocket peer = RawWebSocket.dial(hub.port(), 4096);
            peers.add(peer);
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
        }
        TestHub.await(() -> hub.sessions.size() == count);
        return peers;
    }

    @Test
    void oneSlowReaderHasAQuarterOfTheBudget() {
        try (var hub = limits().hub()) {
            List<RawWebSocket> slow = slowReaders(hub, 1);
            fill(hub.sessions.getFirst());
            assertThat(hub.sockets().queuedBytes()).isBetween(BUDGET / 4L, BUDGET / 4L + (1 << 20));
            slow.forEach(RawWebSocket::close);
        }
    }

    @Test
    void manySlowReadersLeaveRoomForTheOthers() {
        try (var hub = limits().hub()) {
            List<RawWebSocket> slow = slowReaders(hub, 8);
            hub.sessions.forEach(OutboundShareIT::fill);
            assertThat(hub.sockets().queuedBytes()).isBetween(BUDGET / 2L, 19L * BUDGET / 20);
            try (var other = hub.connect()) {
                TestHub.await(() -> hub.sessions.size() == 9);
                byte[] large = "y".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                assertThat(hub.sessions.getLast().send(Message.text(large))).isEqualTo(Delivery.QUEUED);
                assertThat(other.read(Frames.TEXT).payload()).isEqualTo(large);
            }
            // Each can still be told, in few bytes, that there was no room.
            for (Session session : hub.sessions.subList(0, 8)) {
                assertThat(session.send(Message.text("no room"))).isEqualTo(Delivery.QUEUED);
            }
            assertThat(hub.facts.slow).hasValue(0);
            slow.forEach(RawWebSocket::close);
            TestHub.await(() -> hub.sockets().queuedBytes() == 0);
        }
    }
}
