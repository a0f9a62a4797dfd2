package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.Message;
import io.relayhub.testing.Frames;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConversationIT {
    @Test
    void messagesGoBothWays() {
        try (var hub = new TestHub();
                var peer = hub.connect()) {
            peer.text("hello");
            assertThat(peer.read().text()).isEqualTo("hello");
            peer.close(1000, "bye");
            Frames.Frame close = peer.read();
            assertThat(close.closeCode()).isEqualTo(1000);
            assertThat(peer.readToEnd()).isTrue();
            TestHub.await(() -> hub.sockets().count() == 0);
            TestHub.await(() -> hub.facts.closed.size() == 1);
            assertThat(hub.facts.failure.get()).isNull();
        }
    }

    /// A peer that says nothing but pings of its own is alive: its dialect hears of each.
    @Test
    void aPingOfThePeerIsAnsweredAndTold() {
        var pings = new ConcurrentLinkedQueue<Long>();
        Dialect dialect = (session, now) -> new Conversation() {
            @Override
            public void onMessage(Message message, long at) {}

            @Override
            public void onPing(long at) {
                pings.add(at);
            }

            @Override
            public void onClosed(long at) {}
        };
        long before = System.nanoTime();
        try (var hub = new TestHub(SocketSettings.defaults(), dialect);
                var peer = hub.connect()) {
            peer.send(Frames.FIN | Frames.PING, new byte[] {1});
            peer.send(Frames.FIN | Frames.PING, new byte[] {2});
            assertThat(peer.read(Frames.PONG).payload()).containsExactly(1);
            assertThat(peer.read(Frames.PONG).payload()).containsExactly(2);
            TestHub.await(() -> pings.size() == 2);
            assertThat(pings).allMatch(at -> at - before > 0 && System.nanoTime() - at >= 0);
            peer.send(Frames.FIN | Frames.PONG, new byte[] {3});
            peer.close(1000, "");
            assertThat(peer.read().opCode()).isEqualTo(Frames.CLOSE);
            assertThat(pings).hasSize(2);
        }
    }
}
