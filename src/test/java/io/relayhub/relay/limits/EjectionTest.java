package io.relayhub.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EjectionTest {
    private static final long SECOND = 1_000_000_000L;

    private final Ejection ejection = new Ejection(2, 30 * SECOND, 60 * SECOND);

    @Test
    void timeoutsInARowRestItAndTheTrialDecides() {
        assertThat(ejection.timedOut(SECOND, 0)).isFalse();
        assertThat(ejection.timedOut(SECOND, 0)).isTrue();
        assertThat(ejection.admits(29 * SECOND)).isFalse();
        assertThat(ejection.begin(30 * SECOND)).isTrue();
        assertThat(ejection.begin(30 * SECOND)).as("another one is the trial").isFalse();
        assertThat(ejection.timedOut(SECOND, 31 * SECOND)).isTrue();
        assertThat(ejection.admits(60 * SECOND)).isFalse();
        assertThat(ejection.begin(61 * SECOND)).isTrue();
        ejection.answered(SECOND);
        assertThat(ejection.begin(61 * SECOND)).isTrue();
        assertThat(ejection.begin(61 * SECOND)).isTrue();
    }

    @Test
    void aTrialThatHadNoTimeIsNone() {
        ejection.timedOut(SECOND, 0);
        ejection.timedOut(SECOND, 0);
        assertThat(ejection.begin(30 * SECOND)).isTrue();
        assertThat(ejection.timedOut(SECOND / 2, 31 * SECOND)).isFalse();
        assertThat(ejection.begin(31 * SECOND)).isTrue();
    }

    @Test
    void slowAnswersAreForgottenBitByBit() {
        ejection.answered(40 * SECOND);
        ejection.timedOut(59 * SECOND, 0);
        assertThat(ejection.timedOut(59 * SECOND, 0)).isFalse();
        ejection.timedOut(60 * SECOND, 0);
        assertThat(ejection.timedOut(60 * SECOND, 0)).as("the longest patience").isTrue();
        for (int i = 0; i < 100; i++) {
            ejection.answered(SECOND / 10);
        }
        ejection.timedOut(SECOND, 0);
        assertThat(ejection.timedOut(SECOND, 0)).isTrue();
    }
}
