package io.relayhub.websocket.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.Delivery;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one peer. Bounded; nobody who puts something in ever waits for the peer.
///
/// Any thread may put messages in: they are copied, once, to where the wire writes from. One thread at a time owns the
/// writing. The lock is held for that copy and a few operations, never while the wire writes.
public final class Outbound {
    private static final int BATCH = 32;
    private static final int WAIT_FOR_ROUND = 256 * 1024;

    /// Who is told what has left. Called by the thread that wrote.
    public interface Listener {
        /// Whole messages have been handed to the wire.
        void sent(int messages, long bytes, long now);

        /// The last frame has been handed to the wire.
        void finished();

        /// The wire is broken.
        void broken();
    }

    private enum Writing {
        /// Nobody writes.
        FREE,
        /// A thread is at it.
        OWNED,
        /// The wire takes nothing now, and will say when it can go on.
        BLOCKED
    }

    private final Wire wire;
    private final ChunkPool pool;
    private final OutboundLimits limits;
    private final Listener listener;

    @GuardedBy("this")
    private @Nullable Chunk head;

    @GuardedBy("this")
    private @Nullable Chunk tail;

    @GuardedBy("this")
    private long waiting;

    /// Bytes of short messages that came although there was no room.
    @GuardedBy("this")
    private long beyond;

    @GuardedBy("this")
    private Writing writing = Writing.FREE;

    /// Whether the last write left something over.
    @GuardedBy("this")
    private boolean wasBlocked;

    /// Whether the wire said that it can go on before the last write's owner said that it cannot.
    @GuardedBy("this")
    private boolean unblocked;

    @GuardedBy("this")
    private boolean promised;

    @GuardedBy("this")
    private boolean sealed;

    @GuardedBy("this")
    private boolean over;

    /// Messages and their bytes that were put in since the listener was last told.
    @GuardedBy("this")
    private int messages;

    @GuardedBy("this")
    private long messageBytes;

    /// When the wire last took something of what waits.
    @GuardedBy("this")
    private long progressAt;

    private volatile Session.@Nullable Source source;
    private volatile boolean wanted;

    public Outbound(Wire wire, ChunkPool pool, OutboundLimits limits, Listener listener) {
        this.wire = wire;
        this.pool = pool;
        this.limits = limits;
        this.listener = listener;
    }

    /// Puts a data frame at the end. It is written at the end of the loop's round when the calling thread is in one,
    /// else at once.
    ///
    /// @param now nanoseconds; all times are compared by difference
    public Delivery offer(int opCode, Pieces pieces, @Nullable Loop loop, long now) {
        boolean flushNow;
        synchronized (this) {
            if (sealed) {
                return Delivery.CLOSED;
            }
            if (!hasRoomFor(pieces.length()) || !append(opCode, pieces)) {
                return Delivery.FULL;
            }
            messages++;
            messageBytes += pieces.length();
            if (writing != Writing.FREE) {
                return Delivery.QUEUED;
            }
            flushNow = loop == null || waiting > WAIT_FOR_ROUND;
            if (!flushNow && promised) {
                return Delivery.QUEUED;
            }
            promised = true;
        }
        if (flushNow || loop == null) {
            flush(now);
        } else {
            loop.flushLater(this);
        }
        return Delivery.QUEUED;
    }

    /// Puts a control frame at the end and writes it. Left out when the peer takes nothing and much waits already.
    public void control(int opCode, byte[] payload, @Nullable Loop loop, long now) {
        synchronized (this) {
            if (sealed || waiting > limits.peerBytes() || !append(opCode, new Pieces().add(payload))) {
                return;
            }
            if (promised && loop != null) {
                return;
            }
            promised = true;
        }
        if (loop == null) {
            flush(now);
        } else {
            loop.flushLater(this);
        }
    }

    /// Puts the close frame at the end, and takes nothing after it.
    ///
    /// @return false when there was no memory for it, or the wire is broken
    public boolean seal(byte[] closePayload, long now) {
        synchronized (this) {
            if (sealed) {
                return !over;
            }
            sealed = true;
            if (!append(OpCode.CLOSE, new Pieces().add(closePayload))) {
                return false;
            }
        }
        flush(now);
        return true;
    }

    /// The connection is gone: drops everything and takes nothing any more.
    public synchronized void drop() {
        sealed = true;
        over = true;
        source = null;
        if (writing != Writing.OWNED) {
            releaseAll();
        }
    }

    /// Asks this source for messages whenever nothing waits.
    public void source(Session.@Nullable Source next) {
        source = next;
    }

    /// The source has something.
    public void pull(@Nullable Loop loop, long now) {
        wanted = true;
        synchronized (this) {
            if (writing != Writing.FREE || (promised && loop != null)) {
                return;
            }
            promised = true;
        }
        if (loop == null) {
            flush(now);
        } else {
            loop.flushLater(this);
        }
    }

    /// Tries again where the wire took nothing more: its own word comes only once there is room for much, and until
    /// then
    /// a slow peer would seem to take nothing.
    public void retry(long now) {
        synchronized (this) {
            if (writing != Writing.BLOCKED) {
                return;
            }
        }
        writable(now);
    }

    /// The wire can go on.
    public void writable(long now) {
        synchronized (this) {
            if (writing != Writing.BLOCKED) {
                // Somebody is about to say that it is blocked, and learns here that it is not.
                unblocked = writing == Writing.OWNED;
                return;
            }
            writing = Writing.FREE;
        }
        flush(now);
    }

    /// Bytes that wait, frame headers included.
    public synchronized long bytes() {
        return waiting;
    }

    /// Whether bytes wait of which the wire has taken none for this long.
    public synchronized boolean stuck(long now, long timeoutNanos) {
        return writing == Writing.BLOCKED && now - progressAt >= timeoutNanos;
    }

    /// Lets the time of what waits begin anew.
    public synchronized void excuse(long now) {
        progressAt = now;
    }

    /// Writes what waits, unless somebody is at it.
    void flush(long now) {
        synchronized (this) {
            promised = false;
            if (writing != Writing.FREE) {
                return;
            }
            writing = Writing.OWNED;
        }
        while (true) {
            ByteBuffer[] batch = batch();
            if (batch.length == 0) {
                if (!pulled()) {
                    return;
                }
                continue;
            }
            boolean all;
            try {
                all = wire.write(batch, batch.length);
            } catch (IOException e) {
                broken();
                return;
            }
            if (!written(all, now)) {
                return;
            }
        }
    }

    /// What is to be written next; empty when nothing waits. The owner keeps the ownership.
    private synchronized ByteBuffer[] batch() {
        if (over) {
            releaseAll();
        }
        Chunk first = head;
        if (first == null) {
            return NO_BUFFERS;
        }
        int count = 0;
        for (Chunk chunk = first; chunk != null && count < BATCH; chunk = chunk.next()) {
            count++;
        }
        var batch = new ByteBuffer[count];
        int i = 0;
        for (Chunk chunk = first; chunk != null && i < count; chunk = chunk.next()) {
            batch[i++] = chunk.leaving();
        }
        return batch;
    }

    private static final ByteBuffer[] NO_BUFFERS = {};

    /// Nothing waits: asks the source, and gives the ownership back when that has nothing either.
    ///
    /// @return whether something waits now
    private boolean pulled() {
        while (true) {
            Session.Source asked = source;
            if (asked != null && wanted) {
                wanted = false;
                var message = asked.next();
                if (message != null) {
                    wanted = true;
                    var pieces =
                            new Pieces().add(message.array(), message.offset(), message.offset() + message.length());
                    synchronized (this) {
                        int opCode = message.kind() == Message.Kind.TEXT ? OpCode.TEXT : OpCode.BINARY;
                        if (sealed || !append(opCode, pieces)) {
                            writing = Writing.FREE;
                            return false;
                        }
                        messages++;
                        messageBytes += pieces.length();
                    }
                    return true;
                }
            }
            boolean last;
            synchronized (this) {
                if (head != null) {
                    return true;
                }
                if (asked != null && wanted) {
                    continue;
                }
                writing = Writing.FREE;
                last = sealed && !over;
            }
            if (last) {
                listener.finished();
            }
            return false;
        }
    }

    /// Notes what the wire has taken.
    ///
    /// @return whether the owner goes on
    private boolean written(boolean all, long now) {
        boolean goOn;
        int tellMessages;
        long tellBytes;
        synchronized (this) {
            long before = waiting;
            releaseWritten();
            if (waiting != before || !wasBlocked) {
                progressAt = now;
            }
            wasBlocked = !all;
            goOn = all || unblocked;
            unblocked = false;
            if (!goOn) {
                if (over) {
                    releaseAll();
                }
                writing = Writing.BLOCKED;
            }
            tellMessages = messages;
            tellBytes = messageBytes;
            messages = 0;
            messageBytes = 0;
        }
        if (tellMessages > 0) {
            listener.sent(tellMessages, tellBytes, now);
        }
        return goOn;
    }

    private void broken() {
        synchronized (this) {
            sealed = true;
            over = true;
            releaseAll();
            writing = Writing.FREE;
        }
        listener.broken();
    }

    @GuardedBy("this")
    private boolean hasRoomFor(int length) {
        if (limits.hasRoom(waiting)) {
            beyond = 0;
            return true;
        }
        if (!limits.allowShort(length, beyond)) {
            return false;
        }
        beyond += length;
        return true;
    }

    @GuardedBy("this")
    private boolean append(int opCode, Pieces pieces) {
        int length = pieces.length();
        int size = FrameHeader.sizeFor(length) + length;
        if (!makeRoom(FrameHeader.sizeFor(length), size)) {
            return false;
        }
        Chunk target = tail;
        if (target == null) {
            throw new IllegalStateException("there is no room where room was made");
        }
        while (target.memory().remaining() < FrameHeader.sizeFor(length)) {
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
        waiting += size;
        return true;
    }

    private static Chunk following(Chunk chunk) {
        Chunk next = chunk.next();
        if (next == null) {
            throw new IllegalStateException("there is no room where room was made");
        }
        return next;
    }

    /// Adds chunks behind the tail, which are not written before something stands in them.
    @GuardedBy("this")
    private boolean makeRoom(int header, int size) {
        Chunk end = tail;
        long room = end == null || end.memory().remaining() < header
                ? 0
                : end.memory().remaining();
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
        if (added != null) {
            if (end == null) {
                head = added;
                tail = added;
            } else {
                end.next(added);
            }
        }
        return true;
    }

    /// Gives back the chunks from which everything has left, the last one too: an idle peer holds none.
    @GuardedBy("this")
    private void releaseWritten() {
        Chunk chunk = head;
        long rest = 0;
        while (chunk != null && chunk.waiting() == 0) {
            Chunk next = chunk.next();
            pool.give(chunk);
            chunk = next;
        }
        head = chunk;
        if (chunk == null) {
            tail = null;
        }
        for (; chunk != null; chunk = chunk.next()) {
            rest += chunk.waiting();
        }
        waiting = rest;
    }

    @GuardedBy("this")
    private void releaseAll() {
        release(head);
        head = null;
        tail = null;
        waiting = 0;
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
