package io.relayhub.dial;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.line.LifeSign;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Says a sign of life in the application's own words at every interval, and notices when the hub gives none: one
/// that stays silent for a whole interval after a ping is gone, whatever the network believes (docs/protocol.md,
/// "Heartbeat").
final class Heartbeat {
    private final Wire wire;
    private final Timers timers;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private Duration interval;

    @GuardedBy("lock")
    private Timers.@Nullable Timer timer;

    @GuardedBy("lock")
    private boolean stopped;

    @GuardedBy("lock")
    private long lastPing;

    private volatile long lastHeard;

    Heartbeat(Wire wire, Timers timers, Duration interval) {
        this.wire = wire;
        this.timers = timers;
        this.interval = interval;
        this.lastPing = timers.now();
        this.lastHeard = timers.now();
    }

    void start() {
        schedule();
    }

    void stop() {
        synchronized (lock) {
            stopped = true;
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    void heard() {
        lastHeard = timers.now();
    }

    /// The hub drops peers that are silent for this long: stay well below.
    void hubTimeout(long millis) {
        synchronized (lock) {
            long third = Math.max(1, millis / 3);
            if (third < interval.toMillis()) {
                interval = Duration.ofMillis(third);
                if (timer != null) {
                    timer.cancel();
                }
            } else {
                return;
            }
        }
        schedule();
    }

    private void schedule() {
        synchronized (lock) {
            if (!stopped) {
                timer = timers.after(interval, this::tick);
            }
        }
    }

    private void tick() {
        long now = timers.now();
        boolean silent;
        synchronized (lock) {
            long sincePing = now - lastPing;
            // A tick that comes late means that this process stood still; the hub's answer may be waiting unread.
            boolean late = sincePing > interval.toNanos() * 3 / 2;
            silent = !late && lastHeard - lastPing < 0;
            lastPing = now;
        }
        if (silent) {
            wire.abort(new Disconnect.Broken("the hub has gone silent"));
            return;
        }
        wire.post(LifeSign.PING.line(System.currentTimeMillis()));
        schedule();
    }
}
