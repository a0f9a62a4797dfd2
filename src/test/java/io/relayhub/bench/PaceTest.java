package io.relayhub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long START = -1_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aRequestIsDueByTheClockWhateverBecameOfThoseBefore() {
        var pace = new Pace(START, 4);
        assertThat(pace.dueAt(0)).isEqualTo(START);
        assertThat(pace.dueAt(1)).isEqualTo(START + SECOND / 4);
        assertThat(pace.dueAt(4_000_000_000L)).isEqualTo(START + SECOND * 1_000_000_000L);
    }

    @Test
    void aRateThatIsNoWholeNumberOfNanosecondsDoesNotDrift() {
        assertThat(new Pace(START, 300_000).dueAt(300_000L * 3_600)).isEqualTo(START + SECOND * 3_600);
        assertThat(new Pace(START, 0.5).dueAt(3)).isEqualTo(START + 6 * SECOND);
    }

    @Test
    void moreThanAMillisecondIsLate() {
        assertThat(Pace.isLate(START, START + 1_000_000)).isFalse();
        assertThat(Pace.isLate(START, START + 1_000_001)).isTrue();
        assertThat(Pace.isLate(Long.MAX_VALUE, Long.MIN_VALUE))
                .as("the clock wraps")
                .isFalse();
    }
}
