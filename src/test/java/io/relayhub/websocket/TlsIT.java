package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Message;
import io.relayhub.testing.Frames;
import io.relayhub.testing.KeyStoreFile;
import io.relayhub.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With TLS by Boot's properties everything holds, on threads of the pool.
@Timeout(60)
class TlsIT {
    @TempDir
    private Path directory;

    @Test
    void messagesClosesAndLimitsWorkOverTls() throws Exception {
        KeyStoreFile store = KeyStoreFile.create(directory);
        var limits = new Limits();
        limits.maxMessageBytes = 1_000_000;
        try (var hub = new TestHub(
                        limits.settings(),
                        "server.ssl.key-store=" + store.path(),
                        "server.ssl.key-store-password=" + KeyStoreFile.PASSWORD);
                var peer = store.dial(hub.port())) {
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            byte[] large = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 5; i++) {
                peer.text("small " + i);
                peer.send(0x80 | Frames.TEXT, large);
                assertThat(peer.read().text()).isEqualTo("small " + i);
                assertThat(peer.read().payload()).isEqualTo(large);
            }
            peer.send(0x80 | Frames.TEXT, new byte[] {(byte) 0xFF});
            assertThat(peer.read().closeCode()).isEqualTo(1007);
            TestHub.await(() -> hub.sockets().count() == 0);
            assertThat(hub.facts.failure.get()).isNull();
        }
    }

    @Test
    void aLargeMessageMayTakeManyTimesTheWriteTimeoutOnASlowLine() throws Exception {
        KeyStoreFile store = KeyStoreFile.create(directory);
        var limits = new Limits();
        limits.writeTimeout = Duration.ofMillis(800);
        try (var hub = new TestHub(limits.settings(), store.bundle());
                var socket = store.clients().createSocket(new SlowLine(hub.port()), "127.0.0.1", hub.port(), true);
                var peer = RawWebSocket.over(socket)) {
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            TestHub.await(() -> hub.sessions.size() == 1);
            long before = System.nanoTime();
            hub.sessions.getFirst().send(Message.text(new byte[10 << 20]));
            assertThat(peer.read(Frames.TEXT).payload()).hasSize(10 << 20);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(limits.writeTimeout.multipliedBy(3));
            assertThat(hub.facts.slow).hasValue(0);
        }
    }
}
