package io.relayhub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenRequestsTest {
    private final OpenRequests open = new OpenRequests(3);

    @Test
    void aRequestIsClosedOnceAndSaysWhenItWasSent() {
        assertThat(open.open(5, 77)).isTrue();
        assertThat(open.count()).isOne();
        assertThat(open.close(5)).isEqualTo(77);
        assertThat(open.close(5)).isEqualTo(OpenRequests.NONE);
        assertThat(open.count()).isZero();
    }

    @Test
    void whereOneIsOpenStillThereIsNoRoomForAnother() {
        assertThat(open.open(1, 10)).isTrue();
        assertThat(open.open(4, 20)).isFalse();
        assertThat(open.close(1)).isEqualTo(10);
        assertThat(open.open(4, 20)).isTrue();
    }

    @Test
    void anAnswerToAnOlderRequestOfTheSamePlaceIsNone() {
        assertThat(open.open(4, 20)).isTrue();
        assertThat(open.close(1)).isEqualTo(OpenRequests.NONE);
        assertThat(open.close(4)).isEqualTo(20);
    }
}
