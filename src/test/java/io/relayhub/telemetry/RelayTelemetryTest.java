package io.relayhub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.relayhub.link.ErrorCode;
import io.relayhub.relay.facts.RelayListener.DrainPhase;
import io.relayhub.relay.facts.RelayListener.Orphan;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RelayTelemetryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RelayTelemetry meters = new RelayTelemetry(registry, () -> NOW);

    @Test
    void anAnswerCountsAndTakesItsTime() {
        meters.answered("s1", TimeUnit.MILLISECONDS.toNanos(3), true);
        meters.answered("s1", TimeUnit.MILLISECONDS.toNanos(4), false);

        assertThat(requests("SUCCESS")).isEqualTo(1);
        assertThat(requests("FAILURE")).isEqualTo(1);
        assertThat(duration("SUCCESS").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
        assertThat(duration("FAILURE").count()).isEqualTo(1);
    }

    static Stream<ErrorCode> ofTheHub() {
        return Arrays.stream(ErrorCode.values()).filter(code -> code.source() == ErrorCode.Source.HUB);
    }

    @ParameterizedTest
    @MethodSource("ofTheHub")
    void everyErrorIsAnOutcomeOfItsOwn(ErrorCode code) {
        meters.refused("s1", code, 1_000_000);

        assertThat(requests(code.name())).isEqualTo(1);
        assertThat(duration(code.name()).count()).isEqualTo(1);
    }

    @Test
    void anAbandonedRequestCountsWithoutATime() {
        meters.abandoned("s1");

        assertThat(requests("ABANDONED")).isEqualTo(1);
        assertThat(registry.find("relayhub.request.duration")
                        .tag("outcome", "ABANDONED")
                        .timer())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void everyOrphanHasItsReason(Orphan reason) {
        meters.orphaned("s1", reason);

        assertThat(registry.get("relayhub.responses.orphaned")
                        .tag("reason", reason.name())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void ejectionsCount() {
        meters.ejected("s1");

        assertThat(registry.get("relayhub.connector.ejections").counter().count())
                .isEqualTo(1);
    }

    @Test
    void theDrainShowsWhileItLasts() {
        assertThat(draining()).isZero();
        assertThat(meters.drainBegun()).isNull();
        meters.draining(DrainPhase.BEGUN);
        assertThat(draining()).isEqualTo(1);
        assertThat(meters.drainBegun()).isEqualTo(NOW);
        meters.draining(DrainPhase.OVER);
        assertThat(draining()).isZero();
        assertThat(meters.drainBegun()).isEqualTo(NOW);
    }

    private double requests(String outcome) {
        return registry.get("relayhub.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Timer duration(String outcome) {
        return registry.get("relayhub.request.duration").tag("outcome", outcome).timer();
    }

    private double draining() {
        return registry.get("relayhub.drain.active").gauge().value();
    }
}
