package io.relayhub.websocket.frames;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A part of what waits to be written to one peer: memory outside the heap, which the socket takes as it is. Bytes are
/// put in at one end under the queue's lock while others leave at the other.
final class Chunk {
    static final int BYTES = 32 * 1024;

    private final ByteBuffer memory;
    private final ByteBuffer leaving;
    private @Nullable Chunk next;

    Chunk() {
        memory = ByteBuffer.allocateDirect(BYTES);
        leaving = memory.duplicate();
    }

    /// Where more can be put; its position is the end of what is there. Of big-endian order.
    ByteBuffer memory() {
        return memory;
    }

    /// What is there now and has not left, for the wire. Its limit stays until the next call.
    ByteBuffer leaving() {
        return leaving.limit(memory.position());
    }

    int waiting() {
        return memory.position() - leaving.position();
    }

    boolean isFull() {
        return !memory.hasRemaining();
    }

    @Nullable
    Chunk next() {
        return next;
    }

    void next(@Nullable Chunk following) {
        next = following;
    }

    Chunk emptied() {
        memory.clear();
        leaving.clear();
        next = null;
        return this;
    }
}
