package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;
import io.relayhub.relay.facts.RelayListener;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// Counts and times the relay's facts (docs/protocol.md, "Numbers"). Any thread; an answer costs two additions and one
/// histogram bucket.
public final class RelayMeters implements RelayListener {
    /// The histogram's bounds: below a millisecond on a local network, and up to the longest allowed request.
    private static final Duration[] BOUNDS = LongStream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    /// A request's outcomes that are not an error of the hub.
    private enum Outcome {
        /// Answered with `success:true`.
        SUCCESS,
        /// Answered with `success:false`.
        FAILURE,
        /// Its agent had gone.
        ABANDONED
    }

    /// The requests that ended in one way.
    private record Ended(Counter count, Timer duration) {
        private void after(long nanos) {
            count.increment();
            duration.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private final Ended succeeded;
    private final Ended failed;
    private final Counter abandoned;
    private final Map<ErrorCode, Ended> refused = new EnumMap<>(ErrorCode.class);
    private final Map<Orphan, Counter> orphaned = new EnumMap<>(Orphan.class);
    private final Counter ejections;
    private volatile DrainPhase drain = DrainPhase.OVER;

    public RelayMeters(MeterRegistry registry) {
        succeeded = ended(registry, Outcome.SUCCESS.name());
        failed = ended(registry, Outcome.FAILURE.name());
        abandoned = requests(registry, Outcome.ABANDONED.name());
        for (ErrorCode code : ErrorCode.values()) {
            if (code.source() == ErrorCode.Source.HUB) {
                refused.put(code, ended(registry, code.name()));
            }
        }
        for (Orphan reason : Orphan.values()) {
            orphaned.put(
                    reason,
                    Counter.builder("relayhub.responses.orphaned")
                            .description("Answers that reached no agent")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        ejections = Counter.builder("relayhub.connector.ejections")
                .description("Connectors set aside for a while because they left requests unanswered")
                .register(registry);
        Gauge.builder("relayhub.drain.active", () -> drain == DrainPhase.BEGUN ? 1 : 0)
                .description("1 while the hub prepares to stop")
                .register(registry);
    }

    @Override
    public void joined(String session, String role, String connector) {
        // Present peers are gauges.
    }

    @Override
    public void left(String session, String role) {
        // Present peers are gauges; the close is counted by the transport.
    }

    @Override
    public void replaced(String session, String connector) {
        // Counted by the transport as a close with the code 4409.
    }

    @Override
    public void answered(String session, long nanos, boolean success) {
        (success ? succeeded : failed).after(nanos);
    }

    @Override
    public void refused(String session, ErrorCode code, long nanos) {
        Ended ended = refused.get(code);
        if (ended != null) {
            ended.after(nanos);
        }
    }

    @Override
    public void abandoned(String session) {
        abandoned.increment();
    }

    @Override
    public void orphaned(String session, Orphan reason) {
        Counter counter = orphaned.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void ejected(String session) {
        ejections.increment();
    }

    @Override
    public void expelled(String session, CloseReason reason) {
        // Counted by the transport as a close with the reason's code.
    }

    @Override
    public void draining(DrainPhase phase) {
        drain = phase;
    }

    private static Ended ended(MeterRegistry registry, String outcome) {
        Timer duration = Timer.builder("relayhub.request.duration")
                .description("Time from a request's arrival to its outcome")
                .tag("outcome", outcome)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        return new Ended(requests(registry, outcome), duration);
    }

    private static Counter requests(MeterRegistry registry, String outcome) {
        return Counter.builder("relayhub.requests")
                .description("Requests that reached their outcome")
                .tag("outcome", outcome)
                .register(registry);
    }
}
