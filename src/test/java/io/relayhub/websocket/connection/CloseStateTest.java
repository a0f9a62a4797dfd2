package io.relayhub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CloseStateTest {
    private final CloseState state = new CloseState(100);

    @Test
    void theFirstCauseStands() {
        assertThat(state.hasBegun()).isFalse();
        assertThat(state.begin(4409, Initiator.HUB, 0)).isTrue();
        assertThat(state.begin(1000, Initiator.PEER, 0)).isFalse();
        assertThat(state.peerClosed(1001, 0)).isFalse();
        assertThat(state.cause()).isEqualTo(new CloseState.Cause(4409, Initiator.HUB));
    }

    @Test
    void itIsCompleteOnceBothSidesHaveClosedWhicheverWasFirst() {
        assertThat(state.peerClosed(1000, 0)).isFalse();
        assertThat(state.hubClosed()).isTrue();
        var other = new CloseState(100);
        assertThat(other.hubClosed()).isFalse();
        assertThat(other.peerClosed(1000, 0)).isTrue();
        assertThat(other.cause()).isEqualTo(new CloseState.Cause(1000, Initiator.PEER));
    }

    @Test
    void thePeersTimeToAnswerBeginsWithTheCloseAndAnewWhenExcused() {
        state.begin(4001, Initiator.HUB, 50);
        assertThat(state.overdue(149)).isFalse();
        assertThat(state.overdue(150)).isTrue();
        state.excuse(150);
        assertThat(state.overdue(249)).isFalse();
    }

    @Test
    void theEndCountsOnce() {
        assertThat(state.complete()).isTrue();
        assertThat(state.complete()).isFalse();
    }
}
