package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.Frames;
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
}
