package io.relayhub.websocket.handshake;

import io.relayhub.link.Identity;
import io.relayhub.websocket.handshake.Reservation.Asked;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The limit of connections, and how many of them are taken. Any thread.
public final class ConnectionLimit {
    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean closed;

    public ConnectionLimit(int limit) {
        this.limit = limit;
    }

    /// Takes a place, which is given back through the reservation.
    ///
    /// @return null when all are taken
    public @Nullable Reservation take(Identity identity, Map<String, String> parameters) {
        return take(giveBack -> new Reservation(identity, new Asked("", parameters, Map.of()), giveBack));
    }

    /// @param reservation made when there is a place, with what gives it back
    @Nullable
    Reservation take(Function<Runnable, Reservation> reservation) {
        if (taken.getAndUpdate(before -> Math.min(before + 1, limit)) >= limit) {
            return null;
        }
        return reservation.apply(taken::decrementAndGet);
    }

    /// From now on every handshake is refused with 503 `DRAINING`.
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    public int taken() {
        return taken.get();
    }

    public int limit() {
        return limit;
    }
}
