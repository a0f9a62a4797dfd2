package io.relayhub.dial;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Time as the connections see it.
public interface Timers {
    /// A task that is to run later.
    @FunctionalInterface
    interface Timer {
        /// Too late is no error.
        void cancel();
    }

    /// Nanoseconds, to be compared by difference.
    long now();

    /// @param task must not block
    Timer after(Duration delay, Runnable task);

    /// The real time, on one daemon thread of this process.
    static Timers real() {
        return RealTimers.INSTANCE;
    }

    /// See [#real].
    final class RealTimers implements Timers {
        private static final RealTimers INSTANCE = new RealTimers();

        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("relayhub-timers").daemon().factory());

        private RealTimers() {
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            ScheduledFuture<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }
    }
}
