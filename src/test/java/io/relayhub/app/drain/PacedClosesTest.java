package io.relayhub.app.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacedClosesTest {
    private int words;
    private final PacedCloses farewells =
            new PacedCloses(2, () -> Closing.retryAfter(CloseReason.DRAIN, ++words * 1_000L));

    @Test
    void eachPeerHasItsTurnOnceAndItsOwnWords() {
        farewells.nextRound();

        assertThat(farewells.apply(peer("a"))).isEqualTo(Closing.retryAfter(CloseReason.DRAIN, 1_000));
        assertThat(farewells.apply(peer("b"))).isEqualTo(Closing.retryAfter(CloseReason.DRAIN, 2_000));
        assertThat(farewells.apply(peer("c"))).isNull();
        farewells.nextRound();
        assertThat(farewells.apply(peer("a"))).isNull();
        assertThat(farewells.apply(peer("c"))).isEqualTo(Closing.retryAfter(CloseReason.DRAIN, 3_000));
    }

    @Test
    void nobodyIsToldBeforeTheFirstRound() {
        assertThat(farewells.apply(peer("a"))).isNull();
    }

    private static Session peer(String id) {
        return new Peer(id);
    }

    private record Peer(String id) implements Session {
        @Override
        public Identity identity() {
            return new Identity("default", "default", Set.of(Role.AGENT), null);
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        public Delivery send(Message.Kind kind, Pieces pieces) {
            return Delivery.QUEUED;
        }

        @Override
        public void close(Closing closing) {}

        @Override
        public void decided(String part) {}
    }
}
