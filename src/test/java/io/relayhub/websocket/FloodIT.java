package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A peer that sends without a pause, so that its input never ends.
@Timeout(60)
class FloodIT {
    private static final int MESSAGES = 60_000;
    private static final int MESSAGE_BYTES = 200;

    /// Passes everything on to the session that is named `sink`; gives back what anybody but the flood says.
    private static final class Forward implements Dialect {
        private final Map<String, Session> sessions = new ConcurrentHashMap<>();

        @Override
        public Conversation open(Session session, long now) {
            String name = session.parameters().getOrDefault("name", "");
            sessions.put(name, session);
            return new Conversation() {
                @Override
                public void onMessage(Message message, long arrived) {
                    var copy = new byte[message.length()];
                    message.buffer().get(copy);
                    Session target = name.equals("flood") ? sessions.get("sink") : session;
                    if (target != null) {
                        target.send(Message.text(copy));
                    }
                }

                @Override
                public void onClosed(long closed) {}
            };
        }
    }

    @Test
    void aFloodReachesAPeerThatReadsAndStarvesNobody() throws Exception {
        try (var hub = new TestHub(new Limits().settings(), new Forward(), "server.jetty.threads.max=20");
                var sink = RawWebSocket.connect(hub.port(), TestHub.TARGET + "&name=sink");
                var flood = RawWebSocket.connect(hub.port(), TestHub.TARGET + "&name=flood");
                var canary = RawWebSocket.connect(hub.port(), TestHub.TARGET + "&name=canary");
                var threads = Executors.newCachedThreadPool()) {
            var block = new ByteArrayOutputStream();
            for (int i = 0; i < 1000; i++) {
                block.writeBytes(Frames.frame(Frames.Side.CLIENT, 0x80 | Frames.TEXT, new byte[MESSAGE_BYTES]));
            }
            byte[] thousand = block.toByteArray();
            var sending = threads.submit(() -> {
                for (int i = 0; i < MESSAGES / 1000; i++) {
                    flood.raw(thousand);
                }
            });
            var reading = threads.submit(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    sink.read(Frames.TEXT);
                }
            });
            long longest = 0;
            while (!reading.isDone()) {
                long before = System.nanoTime();
                canary.text("alive");
                canary.read(Frames.TEXT);
                longest = Math.max(longest, System.nanoTime() - before);
            }
            sending.get();
            reading.get();
            assertThat(hub.facts.slow).hasValue(0);
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
