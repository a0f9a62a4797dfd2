package io.relayhub.fleet.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final long T = 1_700_000_000;

    private final History history = new History(10);

    private void add(long second, double cpu) {
        history.add(second, cpu, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    private double cpu(long second) {
        return history.value(second / 10, 0);
    }

    @Test
    void aPointIsTheMeanOfItsStep() {
        add(T, 10);
        add(T + 9, 20);
        add(T + 10, 99.99);
        assertThat(cpu(T)).isEqualTo(15);
        assertThat(cpu(T + 10)).isEqualTo(99.99);
        assertThat(cpu(T - 10)).isNaN();
        assertThat(cpu(T + 20)).isNaN();
    }

    @Test
    void afterADayTheOldestGivesWayAndGapsStayGaps() {
        add(T, 1);
        add(T + 86_390, 2);
        assertThat(cpu(T)).isEqualTo(1);
        add(T + 86_400, 3);
        assertThat(cpu(T)).isNaN();
        add(T + 3 * 86_400, 4);
        for (long second = T + 2 * 86_400 + 10; second < T + 3 * 86_400; second += 10) {
            assertThat(cpu(second)).isNaN();
        }
        assertThat(cpu(T + 3 * 86_400)).isEqualTo(4);
    }

    @Test
    void aClockThatWasSetBackALittleAddsToTheNewestAndOneSetBackFarBeginsAnew() {
        add(T, 10);
        add(T - 60, 30);
        assertThat(cpu(T)).isEqualTo(20);
        add(T - 1_000_000, 7);
        assertThat(cpu(T)).isNaN();
        assertThat(cpu(T - 1_000_000)).isEqualTo(7);
        add(T + 4_000_000_000L, 8);
        add(T, 9);
        assertThat(cpu(T)).as("a clock that was years ahead").isEqualTo(9);
    }

    @Test
    void speedsAreKeptToAThousandth() {
        for (double speed : new double[] {0, 1, 999, 125_000_000, 1e12, 9_007_199_254_740_991d}) {
            history.add(T, 0, 0, 0, speed, speed);
            double kept = new History(10).in(10).value(T / 10, 3);
            assertThat(kept).isNaN();
            History fresh = new History(10);
            fresh.add(T, 0, 0, 0, speed, speed);
            assertThat(fresh.value(T / 10, 3)).isCloseTo(speed, within(Math.max(0.5, speed / 1000)));
        }
    }
}
