package io.relayhub.websocket;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A part of the hub that time moves, kept apart from the others: its bug ends its own tick and no more, and is told
/// once a minute. One thread at a time.
final class TickedPart {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final LongConsumer part;
    private final SocketListener listener;
    /// Nanoseconds; null while no bug has been told.
    private @Nullable Long toldAt;

    /// @param part told the nanoseconds of the transport's clock
    TickedPart(String name, LongConsumer part, SocketListener listener) {
        this.name = name;
        this.part = part;
        this.listener = listener;
    }

    void onTick(long now) {
        try {
            part.accept(now);
        } catch (RuntimeException | Error bug) {
            if (toldAt == null || now - toldAt >= MINUTE) {
                toldAt = now;
                listener.tickFailed(name, bug);
            }
        }
    }
}
