package io.relayhub.fleet;

import io.relayhub.fleet.FleetListener.Ignored;
import java.time.Duration;

/// What one reporter sent that counts for nothing: each counted, and told once a minute. One thread at a time.
final class Complaints {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final String server;
    private final FleetListener listener;
    private boolean told;
    private long toldAt;
    private long messages;

    Complaints(String server, FleetListener listener) {
        this.server = server;
        this.listener = listener;
    }

    void about(Ignored why, long now) {
        listener.ignored(why);
        messages++;
        if (told && now - toldAt < MINUTE) {
            return;
        }
        listener.garbled(server, why, messages);
        told = true;
        toldAt = now;
        messages = 0;
    }
}
