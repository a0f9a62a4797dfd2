package io.relayhub.app.drain;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Drainable;
import io.relayhub.websocket.Sockets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The hub's way out (docs/operations.md, "Stopping"). Before anything else stops: new handshakes and requests are
/// refused, open requests get their time, then each peer is sent away with its own time to come back. Spring Boot has
/// made the readiness probe fail before it calls this, and the ticker still runs.
///
/// A second signal changes nothing: the JVM runs its shutdown hooks once.
public final class Drain implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(100);
    /// At most 500 a second.
    private static final int CLOSES_A_STEP = 50;
    /// With the default drain-timeout and close-timeout a hub of any size is gone well within 25 s.
    private static final Duration FAREWELL_TIME = Duration.ofSeconds(8);

    private final List<Drainable> dialects;
    private final Sockets sockets;
    private final Times times;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private volatile Duration openRequests;
    private volatile boolean running;

    /// @param openRequests what open requests get
    /// @param close        after which the transport cuts a peer that does not answer its close
    /// @param retry        the latest time at which peers are asked to come back
    public record Times(Duration openRequests, Duration close, Duration retry) {}

    /// @param clock nanoseconds
    public Drain(List<Drainable> dialects, Sockets sockets, Times times, LongSupplier clock, RandomGenerator random) {
        this.dialects = List.copyOf(dialects);
        this.sockets = sockets;
        this.times = times;
        this.openRequests = times.openRequests();
        this.clock = clock;
        this.random = random;
    }

    /// Gives open requests this time at most, from their drain that has yet to begin.
    public void allow(Duration time) {
        openRequests = time.compareTo(times.openRequests()) < 0 ? time : times.openRequests();
    }

    @Override
    public void start() {
        running = true;
    }

    /// The last phase to start and the first to stop.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop() {
        running = false;
        sockets.refuseNew();
        LongSupplier retry = new ReturnSpread(sockets.count(), times.retry(), random);
        dialects.forEach(dialect -> dialect.beginDrain(retry));
        await(openRequests, () -> dialects.stream().allMatch(Drainable::isDrained));
        dialects.forEach(dialect -> dialect.endDrain(clock.getAsLong()));

        PacedCloses closes =
                new PacedCloses(CLOSES_A_STEP, () -> Closing.retryAfter(CloseReason.DRAIN, retry.getAsLong()));
        await(FAREWELL_TIME, () -> {
            closes.nextRound();
            sockets.closeAll(closes);
            return sockets.count() == 0;
        });
        if (sockets.count() > 0) {
            sockets.closeAll(session -> Closing.because(CloseReason.FORCED_SHUTDOWN));
            await(times.close().plus(STEP), () -> sockets.count() == 0);
            log.atWarn().addKeyValue("connections", sockets.count()).log("stopping without the goodbye of some peers");
        }
    }

    private void await(Duration time, BooleanSupplier condition) {
        long start = clock.getAsLong();
        while (!condition.getAsBoolean() && clock.getAsLong() - start < time.toNanos()) {
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                // Whoever interrupts a shutdown wants it to end sooner: the conditions are still tried once each.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
