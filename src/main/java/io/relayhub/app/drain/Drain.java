package io.relayhub.app.drain;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.relay.Relay;
import io.relayhub.websocket.Sockets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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
    private static final int FAREWELLS_A_STEP = 50;
    /// With the default drain-timeout and close-timeout a hub of any size is gone well within 25 s.
    private static final Duration FAREWELL_TIME = Duration.ofSeconds(8);

    private final Relay relay;
    private final Sockets sockets;
    private final Duration drainTimeout;
    private final Duration closeTimeout;
    private final LongSupplier clock;
    private volatile boolean running;

    /// @param drainTimeout what open requests get
    /// @param closeTimeout after which the transport cuts a peer that does not answer its close
    /// @param clock        nanoseconds
    public Drain(Relay relay, Sockets sockets, Duration drainTimeout, Duration closeTimeout, LongSupplier clock) {
        this.relay = relay;
        this.sockets = sockets;
        this.drainTimeout = drainTimeout;
        this.closeTimeout = closeTimeout;
        this.clock = clock;
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
        relay.beginDrain();
        await(drainTimeout, () -> relay.stats().pendingRequests() == 0);
        relay.endDrain();

        PacedCloses farewells = new PacedCloses(FAREWELLS_A_STEP, relay::farewell);
        await(FAREWELL_TIME, () -> {
            farewells.nextRound();
            sockets.closeAll(farewells);
            return sockets.count() == 0;
        });
        if (sockets.count() > 0) {
            sockets.closeAll(session -> Closing.because(CloseReason.FORCED_SHUTDOWN));
            await(closeTimeout.plus(STEP), () -> sockets.count() == 0);
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
