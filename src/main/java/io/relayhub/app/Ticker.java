package io.relayhub.app;

import io.relayhub.telemetry.RedactedThrowable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Moves those that own no thread: every 100 ms, one after the other, on one daemon thread. A listener that
/// throws does not keep the others, or its own next tick, from running.
///
/// It starts before the web server and stops after it, so a drain still has time.
final class Ticker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /// A bug in every tick shall not fill the disk.
    private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier clock;
    private final List<LongConsumer> listeners;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ticker").factory());
    /// Touched by the ticker's thread alone.
    private long nextReport;

    private volatile boolean running;

    /// @param listeners told the nanoseconds of the clock
    Ticker(List<LongConsumer> listeners, LongSupplier clock) {
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.nextReport = clock.getAsLong();
    }

    @Override
    public void start() {
        running = true;
        var ignored = thread.scheduleAtFixedRate(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    void tick() {
        long now = clock.getAsLong();
        for (LongConsumer listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException | Error e) {
                report(e);
            }
        }
    }

    private void report(Throwable failure) {
        long now = clock.getAsLong();
        if (now - nextReport >= 0) {
            nextReport = now + REPORT_INTERVAL_NANOS;
            log.error("a bug of the hub ended a tick early", new RedactedThrowable(failure));
        }
    }
}
