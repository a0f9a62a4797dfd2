package io.relayhub.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconnectsTest {
    private final Reconnects reconnects = new Reconnects(new Random(1));

    @Test
    void theWaitGrowsByAFifthUpToTenMinutesWithAFifthOfJitter() {
        double bound = 3_000;
        for (int i = 0; i < 100; i++) {
            assertThat(reconnects.next().toMillis())
                    .as("attempt %d", i)
                    .isBetween((long) bound, (long) (bound * 1.2) + 1);
            bound = Math.min(bound * 1.2, 600_000);
        }
        reconnects.reset();
        assertThat(reconnects.next()).isLessThanOrEqualTo(Duration.ofMillis(3_600));
    }

    @Test
    void aSpeedIsWhatACounterRisesASecond() {
        Speeds speeds = new Speeds();
        assertThat(speeds.of("in", 1_000, 0)).isZero();
        assertThat(speeds.of("in", 3_000, 2_000_000_000L)).isEqualTo(1_000);
        assertThat(speeds.of("out", 9_000, 3_000_000_000L)).isZero();
        assertThat(speeds.of("in", 10, 4_000_000_000L)).as("it began anew").isZero();
        assertThat(speeds.of("in", 20, 4_000_000_000L)).as("no time has passed").isZero();
    }
}
