package io.relayhub.websocket.handshake;

import io.relayhub.link.Identity;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// An accepted handshake and its place under the connection limit, from before the 101 until the connection has
/// ended.
public final class Ticket {
    private final Identity identity;
    private final Map<String, String> parameters;
    private final Runnable giveBack;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean returned = new AtomicBoolean();

    Ticket(Identity identity, Map<String, String> parameters, Runnable giveBack) {
        this.identity = identity;
        this.parameters = Map.copyOf(parameters);
        this.giveBack = giveBack;
    }

    public Identity identity() {
        return identity;
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    /// A connection has it now and gives the place back when it ends.
    public void use() {
        used.set(true);
    }

    boolean isUsed() {
        return used.get();
    }

    /// Gives the place back; only the first call counts.
    public void giveBack() {
        if (returned.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
