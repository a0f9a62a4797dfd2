package io.relayhub.websocket.frames;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The memory of everything that waits to be written, and how much that may be. What one peer has no use for any more
/// the next one takes; an idle peer holds none. Any thread; nobody waits.
public final class ChunkPool {
    /// The least that a peer holds for which anything waits.
    public static final int CHUNK_BYTES = Chunk.BYTES;

    private static final int SLOTS = 256;

    private final int most;
    private final int mostWithReserve;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable Chunk> spare = new AtomicReferenceArray<>(SLOTS);
    private final AtomicInteger spares = new AtomicInteger();

    /// @param bytes   that all peers may hold together
    /// @param reserve bytes beyond them for peers that hold none, so that nobody's large messages keep another's
    ///                small ones from leaving
    public ChunkPool(long bytes, long reserve) {
        this.most = chunks(bytes);
        this.mostWithReserve = most + chunks(reserve);
    }

    private static int chunks(long bytes) {
        return Math.clamp(bytes / Chunk.BYTES, 1, Integer.MAX_VALUE / 2);
    }

    /// @param first whether the peer holds none
    /// @return null when as much is taken as may be
    @Nullable
    Chunk take(boolean first) {
        if (taken.incrementAndGet() > (first ? mostWithReserve : most)) {
            taken.decrementAndGet();
            return null;
        }
        int top = spares.get();
        if (top > 0 && spares.compareAndSet(top, top - 1)) {
            Chunk chunk = spare.getAndSet(top - 1, null);
            if (chunk != null) {
                return chunk;
            }
        }
        try {
            return new Chunk();
        } catch (OutOfMemoryError full) {
            // Only of the memory outside the heap, which has a bound of its own.
            taken.decrementAndGet();
            return null;
        }
    }

    /// A chunk that nobody may use again: somebody may still read it.
    void forget() {
        taken.decrementAndGet();
    }

    void give(Chunk chunk) {
        taken.decrementAndGet();
        int top = spares.get();
        // Where two meet, one of them goes to the garbage collector: that is rare, and no harm.
        if (top < SLOTS && spare.compareAndSet(top, null, chunk.emptied())) {
            spares.compareAndSet(top, top + 1);
        }
    }

    /// Bytes that are taken, whole chunks counted.
    public long bytes() {
        return (long) taken.get() * Chunk.BYTES;
    }
}
