package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;
import io.relayhub.relay.facts.RelayListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Counts and times the relay's facts (docs/protocol.md, "Numbers") and writes them to the log, one line each
/// (docs/operations.md, "Watching"): who came and went at INFO, requests at DEBUG. Never what was asked or
/// answered. Any thread; an answer costs two additions and one histogram bucket.
public final class RelayTelemetry implements RelayListener {
    private static final Logger log = LoggerFactory.getLogger(RelayTelemetry.class);

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
    private final InstantSource clock;
    private volatile DrainPhase drain = DrainPhase.OVER;
    private volatile @Nullable Instant drainBegun;

    /// @param clock tells when the drain began
    public RelayTelemetry(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
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

    /// When the hub began to stop; null before. It stays once the drain is over, since no hub comes back from it.
    @Nullable
    Instant drainBegun() {
        return drainBegun;
    }

    /// Logged only, as [#left]: present peers are gauges.
    @Override
    public void joined(String session, String role, String connector) {
        LoggingEventBuilder line = about(log.atInfo(), session).addKeyValue("role", role.toUpperCase(Locale.ROOT));
        (connector.isEmpty() ? line : line.addKeyValue("party", printable(connector))).log("joined");
    }

    @Override
    public void left(String session, String role) {
        // The transport's line of the same moment tells how; this one would only repeat who.
        about(log.atDebug(), session)
                .addKeyValue("role", role.toUpperCase(Locale.ROOT))
                .log("left");
    }

    /// Logged only: the transport counts it as a close with the code 4409.
    @Override
    public void replaced(String session, String connector) {
        about(log.atInfo(), session)
                .addKeyValue("party", printable(connector))
                .log("gives way to a newer connection of the same connector");
    }

    @Override
    public void answered(String session, long nanos, boolean success) {
        (success ? succeeded : failed).after(nanos);
        if (log.isDebugEnabled()) {
            about(log.atDebug(), session)
                    .addKeyValue("success", success)
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                    .log("request answered");
        }
    }

    @Override
    public void refused(String session, ErrorCode code, long nanos) {
        Ended ended = refused.get(code);
        if (ended != null) {
            ended.after(nanos);
        }
        about(log.atDebug(), session)
                .addKeyValue("reason", code)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log("request refused");
    }

    @Override
    public void abandoned(String session) {
        abandoned.increment();
        about(log.atDebug(), session).log("request abandoned, its agent has gone");
    }

    @Override
    public void orphaned(String session, Orphan reason) {
        Counter counter = orphaned.get(reason);
        if (counter != null) {
            counter.increment();
        }
        about(log.atDebug(), session).addKeyValue("reason", reason).log("answer dropped");
    }

    @Override
    public void ejected(String session) {
        ejections.increment();
        about(log.atWarn(), session).log("set aside for a while, it left too many requests unanswered");
    }

    /// Logged only: the transport counts it as a close with the reason's code.
    @Override
    public void expelled(String session, CloseReason reason) {
        about(log.atInfo(), session).addKeyValue("reason", reason).log("closing a peer for what it said");
    }

    @Override
    public void draining(DrainPhase phase) {
        drain = phase;
        switch (phase) {
            case BEGUN -> {
                drainBegun = clock.instant();
                log.info("drain begun: no new connections, no new requests");
            }
            case OVER -> log.info("drain over");
        }
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

    private static LoggingEventBuilder about(LoggingEventBuilder line, String session) {
        return line.addKeyValue("session", session);
    }

    /// A connector chose this text itself: it must not be able to begin a line of its own or to steer a terminal.
    private static String printable(String chosen) {
        StringBuilder text = new StringBuilder(chosen.length());
        chosen.codePoints().forEach(c -> text.appendCodePoint(isPlain(c) ? c : '?'));
        return text.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> codePoint != '"';
        };
    }
}
