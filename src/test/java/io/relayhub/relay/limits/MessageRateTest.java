package io.relayhub.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.relay.limits.MessageRate.Verdict;
import org.junit.jupiter.api.Test;

class MessageRateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstOfTwiceTheRateThenTheRate() {
        var rate = new MessageRate(10, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(rate.admit(0)).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(rate.admit(0)).isEqualTo(Verdict.REFUSED);
        assertThat(rate.retryMillis()).isBetween(100L, 110L);
        assertThat(rate.admit(SECOND)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void whoGoesOnRegardlessIsNotSuffered() {
        var rate = new MessageRate(10, 0);
        for (int i = 0; i < 120; i++) {
            assertThat(rate.admit(0)).isNotEqualTo(Verdict.INSUFFERABLE);
        }
        assertThat(rate.admit(0)).isEqualTo(Verdict.INSUFFERABLE);
    }

    @Test
    void zeroIsNoLimit() {
        var rate = new MessageRate(0, 0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(rate.admit(0)).isEqualTo(Verdict.ADMITTED);
        }
    }
}
