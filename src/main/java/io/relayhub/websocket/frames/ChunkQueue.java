package io.relayhub.websocket.frames;

import io.relayhub.link.Pieces;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes that wait for one peer, as chunks of a [ChunkPool] in their order: frames are put in behind, the wire
/// takes from the front. Holds no chunk while nothing waits.
///
/// Guarded by its owner's lock; only what [#batch] has returned may be read by the wire without it.
final class ChunkQueue {
    /// Chunks that one write carries.
    private static final int BATCH = 32;

    private static final ByteBuffer[] NOTHING = {};

    private final ChunkPool pool;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private long bytes;

    ChunkQueue(ChunkPool pool) {
        this.pool = pool;
    }

    /// Bytes that wait, frame headers included.
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return head == null;
    }

    /// Puts a whole message behind, in one frame: copies it, once.
    ///
    /// @return false when there is no memory for it; then nothing has changed
    boolean add(int opCode, Pieces pieces) {
        int length = pieces.length();
        int header = FrameHeader.sizeFor(length);
        if (!makeRoom(header, header + length)) {
            return false;
        }
        Chunk target = tail;
        if (target == null || target.memory().remaining() < header) {
            target = following(target);
        }
        FrameHeader.write(target.memory(), opCode, length);
        int copied = 0;
        while (copied < length) {
            if (target.isFull()) {
                target = following(target);
            }
            int before = target.memory().position();
            pieces.copyTo(target.memory(), copied);
            copied += target.memory().position() - before;
        }
        tail = target;
        bytes += header + length;
        return true;
    }

    /// What the wire is to write next; empty when nothing waits.
    ByteBuffer[] batch() {
        int count = 0;
        for (Chunk chunk = head; chunk != null && count < BATCH; chunk = chunk.next()) {
            count++;
        }
        if (count == 0) {
            return NOTHING;
        }
        var batch = new ByteBuffer[count];
        int i = 0;
        for (Chunk chunk = head; chunk != null && i < count; chunk = chunk.next()) {
            batch[i++] = chunk.leaving();
        }
        return batch;
    }

    /// Gives back the chunks from which the wire has taken everything, the last one too.
    ///
    /// @return whether the wire has taken anything since the last call
    boolean releaseWritten() {
        Chunk chunk = head;
        while (chunk != null && chunk.waiting() == 0) {
            Chunk next = chunk.next();
            pool.give(chunk);
            chunk = next;
        }
        head = chunk;
        if (chunk == null) {
            tail = null;
        }
        long rest = 0;
        for (; chunk != null; chunk = chunk.next()) {
            rest += chunk.waiting();
        }
        boolean moved = rest != bytes;
        bytes = rest;
        return moved;
    }

    void releaseAll() {
        release(head);
        head = null;
        tail = null;
        bytes = 0;
    }

    /// As [#releaseAll], while the wire may still read what it was given: nobody else gets these chunks.
    void abandonAll() {
        for (Chunk chunk = head; chunk != null; chunk = chunk.next()) {
            pool.forget();
        }
        head = null;
        tail = null;
        bytes = 0;
    }

    private Chunk following(@Nullable Chunk chunk) {
        Chunk next = chunk == null ? head : chunk.next();
        if (next == null) {
            throw new IllegalStateException("there is no room where room was made");
        }
        return next;
    }

    /// Adds as many chunks behind the last as this frame needs. What is left of the last one is not used where a
    /// header would not fit.
    private boolean makeRoom(int header, int size) {
        Chunk end = tail;
        int left = end == null ? 0 : end.memory().remaining();
        long room = left < header ? 0 : left;
        Chunk added = null;
        Chunk last = null;
        while (room < size) {
            Chunk more = pool.take(end == null && added == null);
            if (more == null) {
                release(added);
                return false;
            }
            if (last == null) {
                added = more;
            } else {
                last.next(more);
            }
            last = more;
            room += Chunk.BYTES;
        }
        if (end == null) {
            head = added;
        } else if (added != null) {
            end.next(added);
        }
        return true;
    }

    private void release(@Nullable Chunk first) {
        Chunk chunk = first;
        while (chunk != null) {
            Chunk next = chunk.next();
            pool.give(chunk);
            chunk = next;
        }
    }
}
