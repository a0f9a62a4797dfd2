package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Delivery;
import io.relayhub.link.Dialect;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.testing.Frames;
import io.relayhub.testing.KeyStoreFile;
import io.relayhub.testing.RawWebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many peers with TLS at once, to whom several threads write: each byte arrives, once and in its place.
@Timeout(120)
class TlsStressIT {
    private static final int PEERS = 16;
    private static final int MESSAGES = 60;
    private static final int LARGEST = 1_000_000;
    private static final int HEAD = 3 * Integer.BYTES;

    @TempDir
    private static Path directory;

    private static KeyStoreFile store;

    @BeforeAll
    static void keys() throws Exception {
        store = KeyStoreFile.create(directory);
    }

    /// Gives each message back to who sent it, and a copy to the peer with the next number: so that two threads of the
    /// hub write to each peer.
    private static final class Ring implements Dialect {
        private final Map<String, Session> sessions = new ConcurrentHashMap<>();
        private final AtomicInteger lost = new AtomicInteger();

        @Override
        public Conversation open(Session session, long now) {
            int number = Integer.parseInt(session.parameters().getOrDefault("name", "0"));
            sessions.put(String.valueOf(number), session);
            return new Conversation() {
                @Override
                public void onMessage(Message message, long arrived) {
                    var copy = new byte[message.length()];
                    message.buffer().get(copy);
                    send(session, copy);
                    send(Objects.requireNonNull(sessions.get(String.valueOf((number + 1) % PEERS))), copy);
                }

                @Override
                public void onClosed(long closed) {}
            };
        }

        private void send(Session session, byte[] bytes) {
            if (session.send(new Message(Message.Kind.BINARY, bytes, 0, bytes.length)) != Delivery.QUEUED) {
                lost.incrementAndGet();
            }
        }
    }

    private static byte[] message(int peer, int number) {
        var random = new Random(31L * peer + number);
        // Most are small, some are large.
        int length = HEAD + (random.nextInt(5) == 0 ? random.nextInt(LARGEST) : random.nextInt(3_000));
        var bytes = new byte[length];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putInt(peer).putInt(number).putInt(length);
        return bytes;
    }

    private static void sendAll(RawWebSocket peer, int number) {
        for (int i = 0; i < MESSAGES; i++) {
            peer.send(Frames.FIN | Frames.BINARY, message(number, i));
        }
    }

    private static void readAll(RawWebSocket peer, int number) {
        int before = (number + PEERS - 1) % PEERS;
        var next = new int[PEERS];
        for (int i = 0; i < 2 * MESSAGES; i++) {
            byte[] payload = peer.read(Frames.BINARY).payload();
            int from = ByteBuffer.wrap(payload).getInt();
            assertThat(from).isIn(number, before);
            assertThat(payload).isEqualTo(message(from, next[from]++));
        }
        assertThat(next[number]).isEqualTo(MESSAGES);
        assertThat(next[before]).isEqualTo(MESSAGES);
    }

    @Test
    void whatManyPeersSendAtOnceComesBackByteForByte() throws Exception {
        var ring = new Ring();
        try (var hub = new TestHub(new Limits().settings(), ring, store.bundle());
                var threads = Executors.newCachedThreadPool()) {
            List<RawWebSocket> peers = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                RawWebSocket peer = store.dial(hub.port());
                peers.add(peer);
                assertThat(peer.handshake(TestHub.TARGET + "&name=" + i).status())
                        .isEqualTo(101);
            }
            TestHub.await(() -> ring.sessions.size() == PEERS);
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                RawWebSocket peer = peers.get(i);
                int number = i;
                work.add(threads.submit(() -> sendAll(peer, number)));
                work.add(threads.submit(() -> readAll(peer, number)));
            }
            try {
                for (Future<?> one : work) {
                    one.get();
                }
            } finally {
                peers.forEach(RawWebSocket::close);
            }
            assertThat(ring.lost).hasValue(0);
            assertThat(hub.facts.failure.get()).isNull();
            TestHub.await(() -> hub.sockets().count() == 0);
            assertThat(hub.sockets().queuedBytes()).isZero();
        }
    }

    @Test
    void whatIsQueuedForPeersThatAreClosedStillArrives() throws Exception {
        var limits = new Limits();
        limits.closeTimeout = Duration.ofSeconds(30);
        try (var hub = new TestHub(limits.settings(), store.bundle());
                var threads = Executors.newCachedThreadPool()) {
            List<RawWebSocket> peers = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                RawWebSocket peer = store.dial(hub.port());
                peers.add(peer);
                assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
            }
            TestHub.await(() -> hub.sessions.size() == PEERS);
            for (Session session : hub.sessions) {
                for (int i = 0; i < 4; i++) {
                    byte[] bytes = message(i, i);
                    var large = new byte[LARGEST + bytes.length];
                    System.arraycopy(bytes, 0, large, LARGEST, bytes.length);
                    assertThat(session.send(new Message(Message.Kind.BINARY, large, 0, large.length)))
                            .isEqualTo(Delivery.QUEUED);
                }
            }
            assertThat(hub.sockets().queuedBytes()).isGreaterThan(4L * LARGEST);
            hub.sockets().closeAll(session -> Closing.because(CloseReason.FORCED_SHUTDOWN));
            List<Future<?>> reading = new ArrayList<>();
            for (RawWebSocket peer : peers) {
                reading.add(threads.submit(() -> {
                    for (int i = 0; i < 4; i++) {
                        byte[] payload = peer.read(Frames.BINARY).payload();
                        assertThat(ByteBuffer.wrap(payload, LARGEST, payload.length - LARGEST))
                                .isEqualTo(ByteBuffer.wrap(message(i, i)));
                    }
                    assertThat(peer.read().opCode()).isEqualTo(Frames.CLOSE);
                    peer.close(1000, "");
                    assertThat(peer.readToEnd()).isTrue();
                }));
            }
            for (Future<?> one : reading) {
                one.get();
            }
            peers.forEach(RawWebSocket::close);
            TestHub.await(() -> hub.sockets().count() == 0);
            assertThat(hub.facts.failure.get()).isNull();
        }
    }
}
