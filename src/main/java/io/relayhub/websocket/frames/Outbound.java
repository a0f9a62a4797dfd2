package io.relayhub.websocket.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one peer. Bounded; nobody who puts something in ever waits for the peer.
///
/// Any thread may offer. One thread at a time owns the writing: it hands one batch to the wire and takes the next
/// when the wire has called back. The lock is held for a few operations, never while something is handed over.
public final class Outbound implements Callback {
    /// What one write carries, unless a single message has more.
    static final int WRITE_BYTES = 64 * 1024;

    /// What a waiting message costs beside its bytes.
    static final int COST = 64;

    /// The way to the network. Takes frames at any time; calls back when they have left or cannot leave any more.
    public interface Wire {
        /// @param more whether another frame of the same batch follows, so that this one may wait for it
        void send(Frame frame, Callback callback, boolean more);
    }

    public enum Offer {
        QUEUED,
        /// More is waiting than may wait.
        TOO_SLOW,
        /// Nothing is taken any more.
        SEALED
    }

    private enum Handover {
        UNDER_WAY,
        /// The wire called back before the batch had been handed over entirely.
        DONE_ALREADY,
        /// The wire will call back, and who is called goes on.
        LEFT
    }

    private final Wire wire;
    private final long limit;
    private final LongSupplier clock;
    private final AtomicReference<Handover> handover = new AtomicReference<>(Handover.LEFT);

    @GuardedBy("this")
    private @Nullable ArrayDeque<Frame> waiting;

    @GuardedBy("this")
    private long waitingBytes;

    @GuardedBy("this")
    private long writingBytes;

    /// The batch that is under way; empty when there is none.
    @GuardedBy("this")
    private List<Frame> writing = List.of();

    /// How far it had come when that was last looked at, and since when.
    @GuardedBy("this")
    private long progress;

    @GuardedBy("this")
    private long progressAt;

    @GuardedBy("this")
    private boolean owned;

    @GuardedBy("this")
    private boolean promised;

    @GuardedBy("this")
    private boolean sealed;

    /// @param limit bytes that may wait beside the write that is under way, each frame counting [#COST] more
    /// @param clock nanoseconds; all times are compared by difference
    public Outbound(Wire wire, long limit, LongSupplier clock) {
        this.wire = wire;
        this.limit = limit;
        this.clock = clock;
    }

    /// Puts a frame at the end. It is written at the end of the loop's read when the calling thread is reading,
    /// unless it makes a whole write; else at once.
    public Offer offer(Frame frame, Loop loop) {
        synchronized (this) {
            if (sealed) {
                return Offer.SEALED;
            }
            if (waitingBytes > limit) {
                return Offer.TOO_SLOW;
            }
            add(frame);
            if (owned) {
                return Offer.QUEUED;
            }
            if (loop.isReading() && waitingBytes < WRITE_BYTES) {
                if (!promised) {
                    promised = true;
                    loop.flushLater(this);
                }
                return Offer.QUEUED;
            }
        }
        drain();
        return Offer.QUEUED;
    }

    /// Puts the last frame at the end, and takes nothing after it.
    public void seal(Frame last) {
        synchronized (this) {
            if (sealed) {
                return;
            }
            sealed = true;
            add(last);
        }
        drain();
    }

    /// As [#seal(Frame)], and drops everything that was waiting.
    public void dropAndSeal(Frame last) {
        synchronized (this) {
            if (sealed) {
                return;
            }
            drop();
        }
        seal(last);
    }

    /// Drops everything that was waiting and takes nothing any more.
    public synchronized void dropAndSeal() {
        sealed = true;
        drop();
    }

    /// Writes what is waiting, unless somebody is at it.
    void drain() {
        synchronized (this) {
            promised = false;
            if (owned) {
                return;
            }
            owned = true;
        }
        write();
    }

    /// Bytes that are waiting or being written, what they cost included.
    public synchronized long bytes() {
        return waitingBytes + writingBytes;
    }

    /// Whether the write that is under way has made no progress for this long, as far as the calls have seen: to be
    /// called again and again by one thread.
    public synchronized boolean stuck(long now, long timeoutNanos) {
        if (writing.isEmpty()) {
            return false;
        }
        long reached = progress();
        if (reached != progress) {
            progress = reached;
            progressAt = now;
        }
        return now - progressAt >= timeoutNanos;
    }

    /// Lets the time of the write that is under way begin anew.
    public synchronized void excuse(long now) {
        progressAt = now;
    }

    @Override
    public void succeeded() {
        proceed();
    }

    /// The connection is broken; its end is reported elsewhere.
    @Override
    public void failed(Throwable cause) {
        dropAndSeal();
        proceed();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    private void proceed() {
        if (!handover.compareAndSet(Handover.UNDER_WAY, Handover.DONE_ALREADY)) {
            write();
        }
    }

    /// Called by the owner. A loop and not a recursion, however often the wire calls back at once.
    private void write() {
        do {
            List<Frame> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            handover.set(Handover.UNDER_WAY);
            int last = batch.size() - 1;
            for (int i = 0; i < last; i++) {
                wire.send(batch.get(i), Callback.NOOP, true);
            }
            wire.send(batch.get(last), this, false);
        } while (!handover.compareAndSet(Handover.UNDER_WAY, Handover.LEFT));
    }

    /// The next batch; empty when there is none, and then the caller owns the writing no longer.
    private synchronized List<Frame> take() {
        var batch = new ArrayList<Frame>();
        writingBytes = 0;
        if (waiting != null) {
            Frame next = waiting.peek();
            // A close goes alone, because Jetty drops what it still holds when it is given one; and it is the last.
            while (next != null
                    && (batch.isEmpty()
                            || (writingBytes + cost(next) <= WRITE_BYTES && next.getOpCode() != OpCode.CLOSE))) {
                batch.add(waiting.remove());
                writingBytes += cost(next);
                next = waiting.peek();
            }
            if (next == null) {
                waiting = null;
            }
        }
        waitingBytes -= writingBytes;
        owned = !batch.isEmpty();
        writing = batch;
        if (owned) {
            progress = progress();
            progressAt = clock.getAsLong();
        }
        return batch;
    }

    /// The network empties a large payload's buffer part by part, with and without TLS. Whoever does so
    /// moves its position without a lock: a look that comes too early sees it at the next tick. Small frames
    /// leave together, in one copy of [#WRITE_BYTES] at most, and count once that is gone.
    @GuardedBy("this")
    private long progress() {
        long sum = 0;
        for (Frame frame : writing) {
            sum += frame.getPayload().position();
        }
        return sum;
    }

    @GuardedBy("this")
    private void add(Frame frame) {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(frame);
        waitingBytes += cost(frame);
    }

    @GuardedBy("this")
    private void drop() {
        waiting = null;
        waitingBytes = 0;
    }

    private static int cost(Frame frame) {
        return frame.getPayloadLength() + COST;
    }
}
