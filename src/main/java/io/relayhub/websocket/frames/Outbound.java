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
        /// The connection is not the queue's yet: what comes waits.
        HELD,
        /// Nobody writes.
        FREE,
        /// A thread is at it.
        OWNED,
        /// The wire takes nothing now, and will say when it can go on.
        BLOCKED
    }

    private final Wire wire;
    private final OutboundLimits limits;
    private final Listener listener;

    @GuardedBy("this")
    private final ChunkQueue waiting;

    /// Bytes of short messages that came although there was no room.
    @GuardedBy("this")
    private long beyond;

    @GuardedBy("this")
    private Writing writing = Writing.HELD;

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

    private final PullLane lane = new PullLane();

    public Outbound(Wire wire, ChunkPool pool, OutboundLimits limits, Listener listener) {
        this.wire = wire;
        this.waiting = new ChunkQueue(pool);
        this.limits = limits;
        this.listener = listener;
    }

    /// The connection is the queue's from now on: what has come meanwhile leaves.
    public void start(long now) {
        synchronized (this) {
            if (writing != Writing.HELD) {
                return;
            }
            writing = Writing.FREE;
        }
        flush(now);
    }

    /// Puts a data frame at the end. It is written at the end of the loop's round when the calling thread is in one,
    /// else at once.
    ///
    /// @param now nanoseconds; all times are compared by difference
    public Delivery offer(int opCode, Pieces pieces, @Nullable Loop loop, long now) {
        synchronized (this) {
            if (sealed) {
                return Delivery.CLOSED;
            }
            if (!hasRoomFor(pieces.length()) || !add(opCode, pieces)) {
                return Delivery.FULL;
            }
            if (!claims(loop)) {
                return Delivery.QUEUED;
            }
        }
        write(loop, now);
        return Delivery.QUEUED;
    }

    /// Puts a control frame at the end and writes it. Left out when the peer takes nothing and much waits already.
    public void control(int opCode, byte[] payload, @Nullable Loop loop, long now) {
        synchronized (this) {
            boolean taken =
                    !sealed && limits.hasRoom(waiting.bytes()) && waiting.add(opCode, new Pieces().add(payload));
            if (!taken || !claims(loop)) {
                return;
            }
        }
        write(loop, now);
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
            if (!waiting.add(OpCode.CLOSE, new Pieces().add(closePayload))) {
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
        lane.source(null);
        switch (writing) {
            case HELD, FREE -> waiting.releaseAll();
            case BLOCKED -> waiting.abandonAll();
            // The owner sees to it.
            case OWNED -> {}
        }
    }

    /// Asks this source for messages whenever nothing waits.
    public void source(Session.@Nullable Source source) {
        lane.source(source);
    }

    /// The source has something.
    public void pull(@Nullable Loop loop, long now) {
        lane.want();
        synchronized (this) {
            if (!claims(loop)) {
                return;
            }
        }
        write(loop, now);
    }

    /// Whether the caller has to see to the writing: nobody is at it, and nobody has promised it.
    @GuardedBy("this")
    private boolean claims(@Nullable Loop loop) {
        if (writing != Writing.FREE || (promised && loop != null && !isMuch())) {
            return false;
        }
        promised = true;
        return true;
    }

    /// At the end of the loop's round, unless that would hold back too much.
    private void write(@Nullable Loop loop, long now) {
        if (loop == null || isMuch()) {
            flush(now);
        } else {
            loop.flushLater(this);
        }
    }

    private synchronized boolean isMuch() {
        return waiting.bytes() > WAIT_FOR_ROUND;
    }

    /// Tries again where the wire took nothing more: its own word comes only once there is room for much, and until
    /// then a slow peer would seem to take nothing.
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
        return waiting.bytes();
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
            waiting.releaseAll();
        }
        return waiting.batch();
    }

    /// Nothing waits: asks the source, and gives the ownership back when that has nothing either.
    ///
    /// @return whether something waits now
    private boolean pulled() {
        Message message = lane.next();
        boolean last;
        synchronized (this) {
            if (message != null && !sealed && add(message)) {
                return true;
            }
            // Meanwhile somebody may have put something in, or the source may have got something.
            if (!waiting.isEmpty() || (message == null && lane.isWanted() && !sealed)) {
                return true;
            }
            writing = Writing.FREE;
            last = sealed && !over;
        }
        if (last) {
            listener.finished();
        }
        return false;
    }

    @GuardedBy("this")
    private boolean add(Message message) {
        int opCode = message.kind() == Message.Kind.TEXT ? OpCode.TEXT : OpCode.BINARY;
        int end = message.offset() + message.length();
        return add(opCode, new Pieces().add(message.array(), message.offset(), end));
    }

    @GuardedBy("this")
    private boolean add(int opCode, Pieces pieces) {
        if (!waiting.add(opCode, pieces)) {
            return false;
        }
        messages++;
        messageBytes += pieces.length();
        return true;
    }

    /// Notes what the wire has taken.
    ///
    /// @return whether the owner goes on
    private boolean written(boolean all, long now) {
        boolean goOn;
        int tellMessages;
        long tellBytes;
        synchronized (this) {
            if (waiting.releaseWritten() || !wasBlocked) {
                progressAt = now;
            }
            wasBlocked = !all;
            goOn = all || unblocked;
            unblocked = false;
            if (!goOn) {
                if (over) {
                    waiting.abandonAll();
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
            waiting.releaseAll();
            writing = Writing.FREE;
        }
        listener.broken();
    }

    @GuardedBy("this")
    private boolean hasRoomFor(int length) {
        if (limits.hasRoom(waiting.bytes())) {
            beyond = 0;
            return true;
        }
        if (!limits.allowShort(length, beyond)) {
            return false;
        }
        beyond += length;
        return true;
    }
}
