package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Delivery;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Frame;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// S31, S34 and S36: peers that do not read, and peers that say nothing; all times scaled down.
@Timeout(60)
class LivenessIT {
    private static Limits scaled() {
        var limits = new Limits();
        limits.heartbeatTimeout = Duration.ofMillis(900);
        limits.pingInterval = Duration.ofMillis(250);
        limits.closeTimeout = Duration.ofMillis(500);
        return limits;
    }

    @Test
    void aPeerThatTakesNothingFillsUpIsClosedInTimeAndNeverBlocksTheSender() throws IOException {
        var limits = new Limits();
        limits.outboundQueueBytes = 1 << 20;
        limits.writeTimeout = Duration.ofSeconds(1);
        limits.closeTimeout = Duration.ofMillis(500);
        try (var hub = limits.hub();
                var peer = RawWebSocket.dial(hub.port(), 4096)) {
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            TestHub.await(() -> hub.sessions.size() == 1);
            Session session = hub.sessions.getFirst();
            // What is sent before the connection writes would all find room in the kernel's buffers.
            session.send(Message.text("begun"));
            peer.read(Frames.TEXT);
            Message megabyte = Message.text(new byte[1 << 20]);
            int accepted = 0;
            long longest = 0;
            for (int i = 0; i < 100; i++) {
                long before = System.nanoTime();
                accepted += session.send(megabyte).isQueued() ? 1 : 0;
                longest = Math.max(longest, System.nanoTime() - before);
            }
            long closing = System.nanoTime();
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofMillis(500));
            assertThat(accepted).isBetween(1, 10);
            assertThat(hub.facts.slow).hasValue(0);
            assertThat(hub.facts.closed).isEmpty();
            TestHub.await(() -> hub.facts.slow.get() == 1);
            TestHub.await(() -> hub.sockets().count() == 0);
            assertThat(Duration.ofNanos(System.nanoTime() - closing)).isGreaterThan(limits.writeTimeout);
            assertThat(hub.sockets().queuedBytes()).isZero();
        }
    }

    @Test
    void aLargeMessageMayTakeManyTimesTheWriteTimeoutOnASlowLine() throws IOException {
        var limits = new Limits();
        limits.writeTimeout = Duration.ofMillis(800);
        try (var hub = limits.hub();
                var peer = RawWebSocket.over(new SlowLine(hub.port()))) {
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            TestHub.await(() -> hub.sessions.size() == 1);
            long before = System.nanoTime();
            hub.sessions.getFirst().send(Message.text(new byte[10 << 20]));
            assertThat(peer.read(Frames.TEXT).payload()).hasSize(10 << 20);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(limits.writeTimeout.multipliedBy(3));
            assertThat(hub.facts.slow).hasValue(0);
            assertThat(hub.sockets().count()).isEqualTo(1);
        }
    }

    /// It cannot answer a ping that waits behind ten megabytes.
    @Test
    void aPeerThatTakesWhatWaitsForItIsAlive() throws IOException {
        var limits = new Limits();
        limits.heartbeatTimeout = Duration.ofSeconds(2);
        limits.pingInterval = Duration.ofMillis(500);
        try (var hub = limits.hub();
                var peer = RawWebSocket.over(new SlowLine(hub.port()))) {
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            TestHub.await(() -> hub.sessions.size() == 1);
            hub.sessions.getFirst().send(Message.text(new byte[10 << 20]));
            assertThat(peer.read(Frames.TEXT).payload()).hasSize(10 << 20);
            peer.read(Frames.PING);
            peer.send(0x80 | Frames.PONG, new byte[0]);
            assertThat(hub.facts.silent).hasValue(0);
            // Once nothing waits, silence counts again.
            assertThat(peer.read(Frames.CLOSE).closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void aPeerThatTakesAByteAtATimeTakesNothing() throws Exception {
        var limits = new Limits();
        limits.writeTimeout = Duration.ofSeconds(1);
        limits.closeTimeout = Duration.ofMillis(500);
        try (var hub = limits.hub();
                var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hub.port()));
            var peer = RawWebSocket.over(socket);
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            TestHub.await(() -> hub.sessions.size() == 1);
            assertThat(hub.sessions.getFirst().send(Message.text(new byte[9 << 20])))
                    .isEqualTo(Delivery.QUEUED);
            InputStream in = socket.getInputStream();
            TestHub.await(() -> takesAByte(in) && hub.facts.slow.get() == 1);
            TestHub.await(() -> hub.sockets().count() == 0);
            assertThat(hub.sockets().queuedBytes()).isZero();
        }
    }

    private static boolean takesAByte(InputStream in) {
        try {
            return in.read() >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWriteOfWhichThePeerTakesNothingEndsTheConnection() {
        // The heartbeat stays at its default: scaled down, it would end this peer first.
        var limits = new Limits();
        limits.writeTimeout = Duration.ofSeconds(1);
        limits.closeTimeout = Duration.ofMillis(500);
        try (var hub = limits.hub();
                var peer = RawWebSocket.dial(hub.port(), 4096)) {
            assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            TestHub.await(() -> hub.sessions.size() == 1);
            assertThat(hub.sessions.getFirst().send(Message.text(new byte[9 << 20])))
                    .isEqualTo(Delivery.QUEUED);
            TestHub.await(() -> hub.facts.slow.get() == 1);
            TestHub.await(() -> hub.sockets().count() == 0);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMutePeerIsTimedOutAndItsDescriptorIsFreedWithoutAFin() {
        try (var hub = scaled().hub()) {
            long before = descriptors();
            try (var peer = hub.connect()) {
                Frame ping = peer.read();
                assertThat(ping.opCode()).isEqualTo(Frames.PING);
                Frame close = peer.read(Frames.CLOSE);
                assertThat(close.closeCode()).isEqualTo(4001);
                assertThat(close.closeReason()).isEqualTo("HEARTBEAT_TIMEOUT");
                TestHub.await(() -> hub.sockets().count() == 0);
                // The peer's own end of it is in this process, too.
                TestHub.await(() -> descriptors() <= before + 1);
                assertThat(hub.facts.silent).hasValue(1);
            }
        }
    }

    private static long descriptors() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(LivenessIT::target)
                    .filter(target -> target.startsWith("socket:"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Frames.PING, Frames.PONG, Frames.TEXT, Frames.BINARY})
    void anyKindOfFrameKeepsAConnection(int opCode) {
        try (var hub = scaled().hub();
                var peer = hub.connect()) {
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() < end) {
                // The hub's pings come at least this often, so reading paces the loop.
                peer.read(Frames.PING);
                peer.send(0x80 | opCode, new byte[0]);
            }
            assertThat(hub.sockets().count()).isEqualTo(1);
            assertThat(hub.facts.silent).hasValue(0);
        }
    }
}
