package io.relayhub.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.testing.PulledPeer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final long START = Long.parseLong("9223372036854775802");

    private final Topics topics = new Topics();
    private final Topic one = topics.open();
    private final Topic two = topics.open();

    private static PulledPeer peer() {
        return new PulledPeer(new Identity("wall", "default", Set.of(Role.VIEWER), null), Map.of());
    }

    private void publish(Topic topic, String value) {
        topics.renew(topic, Message.text(value));
        topics.announce(topic);
    }

    @Test
    void aNewcomerGetsTheLastValueOfEachTopic() {
        publish(one, "a1");
        publish(one, "a2");
        PulledPeer peer = peer();
        topics.subscribe(peer, 0, START);

        assertThat(peer.heard()).containsExactly("a2");
        publish(two, "b1");
        assertThat(peer.heard()).containsExactly("b1");
    }

    @Test
    void aSlowListenerGetsTheLatestOfEachTopicInTurn() {
        PulledPeer slow = peer().stall();
        topics.subscribe(slow, 0, START);
        for (int i = 1; i <= 100; i++) {
            publish(one, "a" + i);
        }
        publish(two, "b1");

        assertThat(slow.read()).isEqualTo("a100");
        publish(one, "a101");
        assertThat(slow.read()).as("not hidden by the busy one").isEqualTo("b1");
        assertThat(slow.read()).isEqualTo("a101");
        assertThat(slow.read()).isEmpty();
    }

    @Test
    void everyListenerGetsTheSameBytes() {
        Message value = Message.text("a1");
        Subscription first = topics.subscribe(peer().stall(), 0, START);
        Subscription second = topics.subscribe(peer().stall(), 0, START);
        topics.renew(one, value);
        topics.announce(one);

        assertThat(first.next()).isSameAs(second.next()).isSameAs(value);
    }

    @Test
    void anIntervalHoldsBackAllButTheLatest() {
        publish(one, "a1");
        PulledPeer peer = peer();
        topics.subscribe(peer, 100, START);
        assertThat(peer.heard()).containsExactly("a1");
        publish(one, "a2");
        publish(one, "a3");
        // The clock may pass the largest number in between.
        topics.onTick(START + 99);
        assertThat(peer.heard()).isEmpty();
        topics.onTick(START + 100);
        assertThat(peer.heard()).containsExactly("a3");
        topics.onTick(START + 500);
        assertThat(peer.heard()).isEmpty();
    }

    @Test
    void aClosedTopicSaysNothingMoreAndItsPlaceIsUsedAgain() {
        PulledPeer slow = peer().stall();
        topics.subscribe(slow, 0, START);
        publish(one, "a1");
        topics.close(one);
        topics.close(one);
        assertThat(slow.read()).isEmpty();

        Topic next = topics.open();
        assertThat(next.place()).isEqualTo(one.place());
        publish(next, "n1");
        assertThat(slow.read()).isEqualTo("n1");
        topics.close(one);
        publish(next, "n2");
        assertThat(slow.read()).as("closing the old one again changes nothing").isEqualTo("n2");
    }

    @Test
    void whoHasUnsubscribedHearsNothing() {
        PulledPeer peer = peer();
        Subscription subscription = topics.subscribe(peer, 0, START);
        topics.unsubscribe(subscription);
        publish(one, "a1");

        assertThat(peer.heard()).isEmpty();
        assertThat(topics.subscribers()).isZero();
    }

    @Test
    void thereMayBeManyTopics() {
        PulledPeer slow = peer().stall();
        topics.subscribe(slow, 0, START);
        for (int i = 0; i < 1000; i++) {
            publish(topics.open(), "t" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(slow.read()).isEqualTo("t" + i);
        }
        assertThat(slow.read()).isEmpty();
    }
}
