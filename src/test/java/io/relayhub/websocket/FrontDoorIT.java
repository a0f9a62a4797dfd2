package io.relayhub.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.RawWebSocket;
import io.relayhub.websocket.door.DoorSettings;
import io.relayhub.websocket.door.FrontDoor;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections that say nothing, or never finish saying it.
@Timeout(60)
class FrontDoorIT {
    private static final Duration HEADER = Duration.ofSeconds(1);

    private final TestHub hub = new TestHub(
            Capacity.defaults(),
            List.of(new Endpoint(
                    "test",
                    SocketSettings.defaults(),
                    TestHub.entrance(),
                    (session, now) -> new TestHub.Echo(session))),
            new DoorSettings(HEADER, 60, 40));
    private final FrontDoor door = hub.bean(FrontDoor.class);

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aHeaderThatComesByteByByteHoldsNoSocket() {
        try (var slow = RawWebSocket.dial(hub.port(), 0)) {
            slow.raw("GET /ws HTTP/1.1\r\nHost: x\r\nX: ".getBytes(US_ASCII));
            TestHub.await(() -> door.count() == 1);
            long begun = System.nanoTime();
            TestHub.await(() -> {
                try {
                    slow.raw(new byte[] {'a'});
                } catch (UncheckedIOException closed) {
                    return true;
                }
                LockSupport.parkNanos(20_000_000);
                return false;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(HEADER.multipliedBy(4));
            assertThat(door.count()).isZero();
        }
    }

    @Test
    void connectionsThatSayNothingDriveOutOnlyEachOther() {
        try (var peer = hub.connect()) {
            TestHub.await(() -> door.count() == 0);
            var silent = new ArrayList<RawWebSocket>();
            for (int i = 0; i < 300; i++) {
                silent.add(RawWebSocket.dial(hub.port(), 0));
            }
            try (var late = RawWebSocket.dial(hub.port(), 0)) {
                assertThat(late.handshake(TestHub.TARGET).status()).isEqualTo(101);
                assertThat(door.count()).isLessThanOrEqualTo(40);
                late.text("late");
                assertThat(late.read().text()).isEqualTo("late");
            }
            peer.text("early");
            assertThat(peer.read().text()).isEqualTo("early");
            TestHub.await(() -> door.count() == 0);
            silent.forEach(RawWebSocket::close);
        }
    }

    @Test
    void aConnectionIsKeptForFurtherRequests() {
        try (var client = RawWebSocket.dial(hub.port(), 0)) {
            long since = System.nanoTime();
            TestHub.await(() -> {
                assertThat(client.ask("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n").status())
                        .isEqualTo(426);
                return System.nanoTime() - since > HEADER.multipliedBy(2).toNanos();
            });
        }
    }
}
