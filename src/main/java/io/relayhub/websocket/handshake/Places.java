package io.relayhub.websocket.handshake;

import io.relayhub.link.Identity;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How many connections there may be, and how many places are taken. Any thread.
public final class Places {
    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean closed;

    public Places(int limit) {
        this.limit = limit;
    }

    /// Takes a place, which is given back through the ticket.
    ///
    /// @return null when all are taken
    public @Nullable Ticket take(Identity identity, Map<String, String> parameters) {
        if (taken.getAndUpdate(before -> Math.min(before + 1, limit)) >= limit) {
            return null;
        }
        return new Ticket(identity, parameters, taken::decrementAndGet);
    }

    /// From now on every handshake is refused with 503 `DRAINING`.
    public void close() {
        closed = true;
    }

    boolean areClosed() {
        return closed;
    }

    public int taken() {
        return taken.get();
    }

    public int limit() {
        return limit;
    }
}
