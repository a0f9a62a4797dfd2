package io.relayhub.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.fleet.FleetListener.Ignored;
import java.time.Duration;

/// What the reporters of one server sent that counts for nothing: each counted, and told once a minute, however often
/// they connect. Any thread.
final class Complaints {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final String server;
    private final FleetListener listener;

    @GuardedBy("this")
    private boolean told;

    @GuardedBy("this")
    private long toldAt;

    @GuardedBy("this")
    private long messages;

    Complaints(String server, FleetListener listener) {
        this.server = server;
        this.listener = listener;
    }

    void about(Ignored why, long now) {
        listener.ignored(why);
        long untold;
        synchronized (this) {
            messages++;
            if (told && now - toldAt < MINUTE) {
                return;
            }
            untold = messages;
            told = true;
            toldAt = now;
            messages = 0;
        }
        listener.garbled(server, why, untold);
    }
}
