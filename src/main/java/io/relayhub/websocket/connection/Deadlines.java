package io.relayhub.websocket.connection;

import io.relayhub.link.Liveness;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.Outbound;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The times of one connection, and what is due when one of them is over. Frames are noted by any thread; [#next] and
/// [#excuse] are called by the ticker alone.
public final class Deadlines {
    /// The act that is due now.
    public enum Due {
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

    /// @param heartbeat    silence after which a peer counts as gone
    /// @param pingInterval time without traffic after which it is asked for a sign of life
    /// @param write        time that it may take nothing of what waits for it
    public record Times(Duration heartbeat, Duration pingInterval, Duration write) {}

    private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final Liveness liveness;
    private final Inbound inbound;
    private final Outbound outbound;
    private final CloseState closing;
    private final long writeTimeoutNanos;
    private final long validUntil;
    private final long pauseNanos;

    /// @param validUntil nanoseconds of the hub's clock at which the identity expires
    public Deadlines(Times times, long validUntil, Inbound inbound, Outbound outbound, CloseState closing, long now) {
        this.liveness = new Liveness(
                now, times.pingInterval().toNanos(), times.heartbeat().toNanos());
        this.inbound = inbound;
        this.outbound = outbound;
        this.closing = closing;
        this.writeTimeoutNanos = times.write().toNanos();
        this.validUntil = validUntil;
        this.pauseNanos = Math.max(SHORTEST_PAUSE, times.heartbeat().toNanos() / 10);
    }

    /// The moment of the hub's clock at which an identity expires, so that later changes of the wall clock change
    /// nothing.
    ///
    /// @param end   null for never
    /// @param today what the wall clock says
    /// @param now   nanoseconds of the hub's clock at the same moment
    public static long validUntil(@Nullable Instant end, Instant today, long now) {
        long longest = Long.MAX_VALUE / 2;
        if (end == null || end.isAfter(today.plusNanos(longest))) {
            return now + longest;
        }
        return now + Duration.between(today, end).toNanos();
    }

    public void heard(long now) {
        liveness.heard(now);
    }

    public void sent(long now) {
        liveness.sent(now);
    }

    public Due next(long now) {
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
        if (outbound.bytes() > 0) {
            // A peer that has yet to take megabytes cannot answer a ping that waits behind them. That it takes some of
            // them within the write timeout is its sign of life.
            liveness.excuse(now);
        }
        return switch (liveness.check(now)) {
            case ALIVE -> Due.NOTHING;
            case PING -> Due.PING;
            case GONE -> Due.HEARTBEAT_TIMEOUT;
        };
    }

    /// Whether a tick that comes so long after the one before shows that the hub itself was paused.
    public boolean wasPaused(long sinceLastTick) {
        return sinceLastTick > pauseNanos;
    }

    /// The hub did not run for a while: everything that has a time begins it anew.
    public void excuse(long now) {
        liveness.excuse(now);
        inbound.excuse(now);
        outbound.excuse(now);
        closing.excuse(now);
    }
}
