package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Message;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With TLS by Boot's properties everything holds, on threads of the pool.
@Timeout(60)
class TlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    void messagesClosesAndLimitsWorkOverTls() throws Exception {
        Path store = keyStore();
        var limits = new Limits();
        limits.maxMessageBytes = 1_000_000;
        try (var hub = new TestHub(
                        limits.settings(),
                        "server.ssl.key-store=" + store,
                        "server.ssl.key-store-password=" + PASSWORD);
                var socket =
                        context(store).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), hub.port());
                var peer = RawWebSocket.over(socket)) {
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
        Path store = keyStore();
        var limits = new Limits();
        limits.writeTimeout = Duration.ofMillis(800);
        try (var hub = new TestHub(
                        limits.settings(),
                        "server.ssl.key-store=" + store,
                        "server.ssl.key-store-password=" + PASSWORD);
                var socket = context(store)
                        .getSocketFactory()
                        .createSocket(new SlowLine(hub.port()), "127.0.0.1", hub.port(), true);
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

    private Path keyStore() throws IOException, InterruptedException {
        Path store = directory.resolve("hub.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hub",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
