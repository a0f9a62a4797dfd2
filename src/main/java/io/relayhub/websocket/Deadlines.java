package io.relayhub.websocket;

import io.relayhub.link.Identity;
import io.relayhub.link.Liveness;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.Outbound;
import java.time.Duration;
import java.time.Instant;

/// What time brings to one connection. Frames are noted by any thread; [#next] and [#excuse] are called by the ticker
/// alone.
final class Deadlines {
    /// What is to be done now.
    enum Due {
        NOTHING,
        PING,
        /// A close was not answered in time.
        CUT,
        /// A write made no progress.
        SLOW_CONSUMER,
        /// A message was begun and not finished.
        MESSAGE_TIMEOUT,
        /// The identity has expired.
        EXPIRED,
        HEARTBEAT_TIMEOUT
    }

    private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final Liveness liveness;
    private final Inbound inbound;
    private final Outbound outbound;
    private final CloseState closing;
    private final long writeTimeoutNanos;
    private final long validUntil;
    private final long pauseNanos;

    Deadlines(
            SocketSettings settings,
            Identity identity,
            Inbound inbound,
            Outbound outbound,
            CloseState closing,
            long now) {
        this.liveness = new Liveness(
                now,
                settings.heartbeat().pingInterval().toNanos(),
                settings.heartbeat().timeout().toNanos());
        this.inbound = inbound;
        this.outbound = outbound;
        this.closing = closing;
        this.writeTimeoutNanos = settings.timeouts().write().toNanos();
        this.validUntil = validUntil(now, identity);
        this.pauseNanos =
                Math.max(SHORTEST_PAUSE, settings.heartbeat().timeout().toNanos() / 10);
    }

    void heard(long now) {
        liveness.heard(now);
    }

    void sent(long now) {
        liveness.sent(now);
    }

    Due next(long now) {
        if (closing.hasBegun()) {
            return closing.overdue(now) ? Due.CUT : Due.NOTHING;
        }
        if (outbound.stuck(now, writeTimeoutNanos)) {
            return Due.SLOW_CONSUMER;
        }
        if (inbound.overdue(now)) {
            return Due.MESSAGE_TIMEOUT;
        }
        if (now - validUntil >= 0) {
            return Due.EXPIRED;
        }
        return switch (liveness.check(now)) {
            case ALIVE -> Due.NOTHING;
            case PING -> Due.PING;
            case GONE -> Due.HEARTBEAT_TIMEOUT;
        };
    }

    /// Whether a tick that comes so long after the one before shows that the hub itself was paused.
    boolean wasPaused(long sinceLastTick) {
        return sinceLastTick > pauseNanos;
    }

    /// The hub did not run for a while: everything that has a time begins it anew.
    void excuse(long now) {
        liveness.excuse(now);
        inbound.excuse(now);
        outbound.excuse(now);
        closing.excuse(now);
    }

    /// Nanoseconds of the hub's clock, so that later changes of the wall clock change nothing.
    private static long validUntil(long now, Identity identity) {
        long longest = Long.MAX_VALUE / 2;
        Instant end = identity.expiresAt();
        Instant today = Instant.now();
        if (end == null || end.isAfter(today.plusNanos(longest))) {
            return now + longest;
        }
        return now + Duration.between(today, end).toNanos();
    }
}
