package io.relayhub.websocket.frames;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The belongings of all connections of one selector, as one thread at a time moves them: the read buffer, the
/// scratch array, the time, and who has something to write. A message that is sent while the loop reads is written
/// at the end of the loop's round, so that one system call carries all that a peer gets in it.
///
/// Confined to the thread that does the round, which may be another one in the next.
public final class Loop {
    /// How much one read takes.
    static final int INPUT_BYTES = 128 * 1024;

    /// Peers with something to write at which a round does not go on without writing it, so that what a round holds
    /// stays bounded.
    private static final int MOST_DIRTY = 256;

    private static final ThreadLocal<Here> HERE = ThreadLocal.withInitial(Here::new);

    /// The loop that a thread is in. A field of an object that the thread has anyway costs less than setting the thread
    /// local twice for every event.
    private static final class Here {
        private @Nullable Loop loop;
    }

    private final LongSupplier clock;
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] scratch = new byte[INPUT_BYTES];
    private final FrameHeader header = new FrameHeader();
    private final ArrayList<Outbound> dirty = new ArrayList<>();
    private long now;

    /// @param clock nanoseconds; all times are compared by difference
    public Loop(LongSupplier clock) {
        this.clock = clock;
        this.now = clock.getAsLong();
    }

    /// The loop in which the calling thread reads; null for every other thread.
    public static @Nullable Loop current() {
        return HERE.get().loop;
    }

    /// The calling thread reads in this loop until [#leave].
    public void enter() {
        HERE.get().loop = this;
    }

    public void leave() {
        HERE.get().loop = null;
    }

    /// A round begins: the clock is read, once for all that happens in it.
    public void beginRound() {
        now = clock.getAsLong();
    }

    /// Writes what the round has brought to be sent.
    public void endRound() {
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush(now);
        }
        dirty.clear();
    }

    /// The time of this round.
    public long now() {
        return now;
    }

    /// The buffer that is read into, of little-endian order.
    public ByteBuffer input() {
        return input;
    }

    /// An array with room for all that the input holds.
    byte[] scratch() {
        return scratch;
    }

    FrameHeader header() {
        return header;
    }

    /// Writes this queue at the end of the round.
    void flushLater(Outbound queue) {
        if (dirty.size() == MOST_DIRTY) {
            endRound();
        }
        dirty.add(queue);
    }
}
