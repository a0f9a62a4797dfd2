package io.relayhub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.bench.Outcome.Point;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final int ANSWERS = 1_000;

    private double rate;
    private long late;
    private long lost;
    private double own;
    private double ofAll;
    private boolean isLocal;

    private Outcome outcome() {
        Histogram latencies = Tally.noLatencies();
        for (int i = 1; i <= ANSWERS; i++) {
            latencies.recordValue(i * 1_000L);
        }
        var load = new Load(
                URI.create("ws://h/ws?token=CANARY"), null, 2, 1, 8, rate, 64, 64, 0, Duration.ZERO, Duration.ZERO);
        return new Outcome(
                load,
                Duration.ofSeconds(2),
                latencies,
                ANSWERS,
                5_000,
                new TreeMap<>(),
                late,
                0,
                0,
                0,
                lost,
                lost == 0 ? "" : "gone",
                own,
                ofAll,
                isLocal,
                true);
    }

    @Test
    void ratesAreOfTheMeasuredTimeAndLatenciesInMicroseconds() {
        Outcome outcome = outcome();
        assertThat(outcome.perSecond()).isEqualTo(500);
        assertThat(outcome.bytesPerSecond()).isEqualTo(2_500);
        assertThat(outcome.micros(50)).isBetween(499.0, 501.0);
        assertThat(outcome.micros(100)).isBetween(1_000.0, 1_001.0);
        assertThat(outcome.caveats()).isEmpty();
        assertThat(outcome.wasTheLimit()).isFalse();
    }

    @Test
    void theCurveRisesToTheSlowestAnswer() {
        List<Point> curve = outcome().curve();
        assertThat(curve).isSortedAccordingTo((a, b) -> Double.compare(a.percentile(), b.percentile()));
        assertThat(curve).isSortedAccordingTo((a, b) -> Double.compare(a.micros(), b.micros()));
        assertThat(curve.getLast().percentile()).isEqualTo(100);
    }

    @Test
    void aFullProcessorOfItsOwnMakesItTheLimit() {
        own = 0.9;
        ofAll = 1;
        isLocal = true;
        assertThat(outcome().caveats())
                .containsExactly("This program was the limit: it used 90 % of the machine's processors. The hub may be"
                        + " faster.");
        assertThat(outcome().wasTheLimit()).isTrue();
    }

    @Test
    void aMachineSharedWithTheHubIsSaid() {
        own = 0.4;
        ofAll = 0.99;
        assertThat(outcome().caveats()).isEmpty();
        isLocal = true;
        assertThat(outcome().caveats()).singleElement().asString().contains("99 %", "40 %");
        assertThat(outcome().wasTheLimit()).isFalse();
    }

    @Test
    void lateSendsMakeItTheLimit() {
        rate = 500;
        late = 10;
        assertThat(outcome().wasTheLimit()).isFalse();
        late = 11;
        assertThat(outcome().wasTheLimit()).isTrue();
        assertThat(outcome().caveats()).singleElement().asString().contains("11 requests left more than a millisecond");
    }

    @Test
    void aRateThatWasNotKeptAndConnectionsThatWereLostAreSaid() {
        rate = 600;
        lost = 3;
        assertThat(outcome().caveats())
                .containsExactly(
                        "500 of 600 requests a second were answered.", "3 connections were lost; the first: gone.");
        assertThat(outcome().load().toString()).doesNotContain("CANARY").contains("600 requests/s");
    }
}
