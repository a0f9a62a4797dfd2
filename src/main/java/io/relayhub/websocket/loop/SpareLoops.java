package io.relayhub.websocket.loop;

import io.relayhub.websocket.frames.Loop;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Loops for threads that are no selector's: one read is one round. As many as threads have read at once. Any thread.
public final class SpareLoops {
    private final LongSupplier clock;
    private final ConcurrentLinkedDeque<Loop> spare = new ConcurrentLinkedDeque<>();

    /// @param clock nanoseconds
    public SpareLoops(LongSupplier clock) {
        this.clock = clock;
    }

    /// Does this as a round of a loop that nobody else has.
    public void use(Consumer<Loop> round) {
        Loop loop = spare.pollFirst();
        if (loop == null) {
            loop = new Loop(clock);
        }
        loop.beginRound();
        loop.enter();
        try {
            round.accept(loop);
        } finally {
            loop.leave();
            loop.endRound();
            spare.addFirst(loop);
        }
    }
}
