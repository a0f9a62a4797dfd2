package io.relayhub.websocket.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboundTest {
    private static final int LIMIT = 1 << 20;

    private long now;

    /// A network that takes batches and calls back when it is told to.
    private static final class SlowWire implements Outbound.Wire {
        final List<Frame> frames = new ArrayList<>();
        final ArrayDeque<Callback> underWay = new ArrayDeque<>();

        @Override
        public void send(Frame frame, Callback callback, boolean more) {
            frames.add(frame);
            if (!more) {
                underWay.add(callback);
            }
        }

        void finish() {
            underWay.remove().succeeded();
        }
    }

    private static Frame text(int bytes) {
        return new Frame(OpCode.TEXT, ByteBuffer.allocate(bytes));
    }

    private static Frame close() {
        return new CloseStatus(4409, "REPLACED").toFrame();
    }

    private Outbound.Offer offer(Outbound queue, Frame frame) {
        return queue.offer(frame, Loop.current());
    }

    @Test
    void oneBatchIsUnderWayAtATime() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        for (int i = 0; i < 10; i++) {
            assertThat(offer(queue, text(10))).isEqualTo(Outbound.Offer.QUEUED);
        }
        assertThat(wire.frames).hasSize(1);
        wire.finish();
        assertThat(wire.frames).hasSize(10);
        assertThat(wire.underWay).hasSize(1);
        wire.finish();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void whatIsSentDuringAReadLeavesAtItsEndInOneBatch() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        Loop.current().read(() -> {
            for (int i = 0; i < 10; i++) {
                offer(queue, text(10));
            }
            assertThat(wire.frames).isEmpty();
        });
        assertThat(wire.frames).hasSize(10);
        assertThat(wire.underWay).hasSize(1);
    }

    @Test
    void aWholeWriteLeavesDuringTheRead() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        Loop.current().read(() -> {
            offer(queue, text(Outbound.WRITE_BYTES));
            assertThat(wire.frames).hasSize(1);
        });
    }

    @Test
    void theLimitAndOneMessageMayWaitBesideTheWriteThatIsUnderWay() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        offer(queue, text(10 * LIMIT));
        assertThat(offer(queue, text(LIMIT - Outbound.COST))).isEqualTo(Outbound.Offer.QUEUED);
        assertThat(offer(queue, text(5 * LIMIT))).isEqualTo(Outbound.Offer.QUEUED);
        assertThat(offer(queue, text(0))).isEqualTo(Outbound.Offer.TOO_SLOW);
    }

    @Test
    void aCloseIsTheLastAndGoesAlone() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        Loop.current().read(() -> {
            offer(queue, text(1));
            offer(queue, text(2));
            queue.seal(close());
            assertThat(offer(queue, text(3))).isEqualTo(Outbound.Offer.SEALED);
        });
        assertThat(wire.frames).hasSize(2);
        wire.finish();
        assertThat(wire.frames).hasSize(3);
        assertThat(wire.frames.getLast().getOpCode()).isEqualTo(OpCode.CLOSE);
    }

    @Test
    void aDroppedQueueSendsItsCloseOnly() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        offer(queue, text(1));
        offer(queue, text(2));
        queue.dropAndSeal(close());
        wire.finish();
        assertThat(wire.frames).hasSize(2);
        assertThat(wire.frames.getLast().getOpCode()).isEqualTo(OpCode.CLOSE);
    }

    @Test
    void aBatchIsStuckOnceItsTimeIsOverUnlessExcused() {
        var queue = new Outbound(new SlowWire(), LIMIT, () -> now);
        assertThat(queue.stuck(1000, 10)).isFalse();
        offer(queue, text(1));
        assertThat(queue.stuck(9, 10)).isFalse();
        assertThat(queue.stuck(10, 10)).isTrue();
        queue.excuse(10);
        assertThat(queue.stuck(19, 10)).isFalse();
    }

    @Test
    void aWriteOfWhichTheNetworkHasTakenSomethingIsNotStuck() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        offer(queue, text(1 << 20));
        ByteBuffer payload = wire.frames.getFirst().getPayload();
        for (int tick = 9; tick < 100; tick += 9) {
            payload.position(payload.position() + 1);
            assertThat(queue.stuck(tick, 10)).isFalse();
        }
        assertThat(queue.stuck(108, 10)).isFalse();
        assertThat(queue.stuck(109, 10)).isTrue();
    }

    @Test
    void aBrokenWireTakesNothingMore() {
        var wire = new SlowWire();
        var queue = new Outbound(wire, LIMIT, () -> now);
        offer(queue, text(1));
        offer(queue, text(1));
        wire.underWay.remove().failed(new IllegalStateException("broken"));
        assertThat(offer(queue, text(1))).isEqualTo(Outbound.Offer.SEALED);
        assertThat(queue.bytes()).isZero();
        assertThat(wire.frames).hasSize(1);
    }

    @Test
    void aWireThatCallsBackAtOnceCausesNoRecursion() {
        var sent = new AtomicInteger();
        var held = new SlowWire();
        var inline = new AtomicBoolean();
        var queue = new Outbound(
                (frame, callback, more) -> {
                    sent.incrementAndGet();
                    if (!inline.get()) {
                        held.send(frame, callback, more);
                    } else if (!more) {
                        callback.succeeded();
                    }
                },
                1L << 40,
                () -> now);
        for (int i = 0; i < 20_000; i++) {
            offer(queue, text(Outbound.WRITE_BYTES / 2));
        }
        inline.set(true);
        held.finish();
        assertThat(sent).hasValue(20_000);
    }

    @Test
    @Timeout(30)
    void manySendersLoseNothingAndKeepTheirOrder() throws Exception {
        int senders = 8;
        int each = 20_000;
        var completions = new LinkedBlockingQueue<Callback>();
        var underWay = new AtomicBoolean();
        var overlap = new AtomicBoolean();
        var between = new AtomicBoolean(true);
        var arrived = new ArrayList<Long>();
        var queue = new Outbound(
                (frame, callback, more) -> {
                    if (between.getAndSet(!more) && underWay.getAndSet(true)) {
                        overlap.set(true);
                    }
                    arrived.add(frame.getPayload().getLong(0));
                    if (more) {
                        return;
                    }
                    if (ThreadLocalRandom.current().nextBoolean()) {
                        underWay.set(false);
                        callback.succeeded();
                    } else {
                        completions.add(callback);
                    }
                },
                1L << 40,
                System::nanoTime);
        try (var threads = Executors.newCachedThreadPool()) {
            var sending = new ArrayList<Future<?>>();
            for (int sender = 0; sender < senders; sender++) {
                long name = sender;
                sending.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        var frame =
                                new Frame(OpCode.BINARY, ByteBuffer.allocate(8).putLong(0, name << 32 | i));
                        if (i % 3 == 0) {
                            Loop.current().read(() -> offer(queue, frame));
                        } else {
                            offer(queue, frame);
                        }
                    }
                }));
            }
            var network = threads.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        Callback next = completions.take();
                        underWay.set(false);
                        next.succeeded();
                    } catch (InterruptedException over) {
                        return;
                    }
                }
            });
            for (var sender : sending) {
                sender.get();
            }
            while (queue.bytes() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            network.cancel(true);
        }
        assertThat(overlap).isFalse();
        assertThat(arrived).hasSize(senders * each);
        int[] next = new int[senders];
        for (long message : arrived) {
            int sender = (int) (message >> 32);
            assertThat((int) message).isEqualTo(next[sender]++);
        }
    }
}
