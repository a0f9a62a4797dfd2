package io.relayhub.websocket.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Delivery;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboundTest {
    private static final long LIMIT = 1 << 20;

    private final FakeWire wire = new FakeWire();
    private final ChunkPool pool = new ChunkPool(16 << 20, 1 << 20);
    private final Told told = new Told();
    private final Outbound queue = new Outbound(wire, pool, new OutboundLimits(LIMIT), told);
    private long now;

    OutboundTest() {
        queue.start(0);
    }

    private final Loop loop = new Loop(() -> now);

    private static final class Told implements Outbound.Listener {
        private final AtomicInteger messages = new AtomicInteger();
        private int finished;
        private int broken;

        @Override
        public void sent(int count, long bytes, long at) {
            messages.addAndGet(count);
        }

        @Override
        public void finished() {
            finished++;
        }

        @Override
        public void broken() {
            broken++;
        }
    }

    private Delivery offer(int bytes) {
        return queue.offer(OpCode.TEXT, new Pieces().add(new byte[bytes]), null, now);
    }

    private Delivery inLoop(String text) {
        return queue.offer(OpCode.TEXT, new Pieces().add(text.getBytes(UTF_8)), loop, now);
    }

    @Test
    void whatIsSentBeforeTheConnectionIsItsOwnWaits() {
        var held = new Outbound(wire, pool, new OutboundLimits(LIMIT), told);
        held.offer(OpCode.TEXT, new Pieces().add("welcome".getBytes(UTF_8)), null, now);
        held.retry(now);
        held.seal(new byte[2], now);
        assertThat(wire.writes).isZero();
        held.start(now);
        assertThat(wire.frames()).extracting(Frame::opCode).containsExactly(Frames.TEXT, Frames.CLOSE);
    }

    @Test
    void whatIsSentInARoundLeavesAtItsEndInOneWrite() {
        for (int i = 0; i < 10; i++) {
            assertThat(inLoop("m" + i)).isEqualTo(Delivery.QUEUED);
        }
        assertThat(wire.writes).isZero();
        loop.endRound();
        assertThat(wire.writes).isEqualTo(1);
        assertThat(wire.frames())
                .extracting(Frame::text)
                .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
        assertThat(told.messages).hasValue(10);
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void whatIsSentOutsideARoundLeavesAtOnce() {
        offer(10);
        assertThat(wire.frames()).hasSize(1);
    }

    @Test
    void messagesOfAllSizesAreWholeFrames() {
        for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 200_000}) {
            var bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) i;
            }
            queue.offer(OpCode.BINARY, new Pieces().add(bytes, 0, size / 2).add(bytes, size / 2, size), loop, now);
            loop.endRound();
            List<Frame> frames = wire.frames();
            assertThat(frames).hasSize(1);
            assertThat(frames.getFirst().payload()).isEqualTo(bytes);
            assertThat(frames.getFirst().firstByte()).isEqualTo(Frames.FIN | Frames.BINARY);
        }
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void aPeerThatTakesLittleGetsTheRestLaterAndInOrder() {
        wire.window = 5;
        inLoop("first");
        inLoop("second");
        loop.endRound();
        assertThat(wire.size()).isEqualTo(5);
        assertThat(queue.bytes()).isEqualTo(2 + 5 + 2 + 6 - 5);
        inLoop("third");
        loop.endRound();
        assertThat(wire.writes).isEqualTo(1);
        wire.window = Long.MAX_VALUE;
        queue.writable(now);
        assertThat(wire.frames()).extracting(Frame::text).containsExactly("first", "second", "third");
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void aFullQueueTakesNothingMoreAndStaysOpenButForAShortWord() {
        wire.window = 0;
        offer(1);
        assertThat(offer(5 * (int) LIMIT)).isEqualTo(Delivery.QUEUED);
        assertThat(offer(5_000)).isEqualTo(Delivery.FULL);
        assertThat(offer(300)).isEqualTo(Delivery.QUEUED);
        wire.window = Long.MAX_VALUE;
        queue.writable(now);
        assertThat(wire.frames()).extracting(frame -> frame.payload().length).containsExactly(1, 5 * (int) LIMIT, 300);
        assertThat(offer(5_000)).isEqualTo(Delivery.QUEUED);
    }

    @Test
    void shortWordsBeyondTheLimitAreBoundedToo() {
        wire.window = 0;
        offer(2 * (int) LIMIT);
        int more = 0;
        while (offer(1_000).isQueued()) {
            more++;
        }
        assertThat(more).isBetween(256, 263);
    }

    @Test
    void whatAllPeersHoldIsBoundedAndAnIdlePeersSmallMessageStillLeaves() {
        var small = new ChunkPool(4L * Chunk.BYTES, 4L * Chunk.BYTES);
        var hog = new Outbound(wire, small, new OutboundLimits(LIMIT), told);
        hog.start(0);
        wire.window = 0;
        Pieces large = new Pieces().add(new byte[3 * Chunk.BYTES]);
        assertThat(hog.offer(OpCode.TEXT, large, null, now)).isEqualTo(Delivery.QUEUED);
        assertThat(hog.offer(OpCode.TEXT, large, null, now)).isEqualTo(Delivery.FULL);
        var otherWire = new FakeWire();
        var other = new Outbound(otherWire, small, new OutboundLimits(LIMIT), told);
        other.start(0);
        assertThat(other.offer(OpCode.TEXT, new Pieces().add(new byte[100]), null, now))
                .isEqualTo(Delivery.QUEUED);
        assertThat(otherWire.frames()).hasSize(1);
        hog.drop();
        assertThat(small.bytes()).isZero();
    }

    @Test
    void theCloseIsTheLastAndWhatCameBeforeArrives() {
        wire.window = 3;
        offer(10);
        assertThat(queue.seal(new byte[2], now)).isTrue();
        assertThat(offer(1)).isEqualTo(Delivery.CLOSED);
        assertThat(told.finished).isZero();
        wire.window = Long.MAX_VALUE;
        queue.writable(now);
        assertThat(wire.frames()).extracting(Frame::opCode).containsExactly(Frames.TEXT, Frames.CLOSE);
        assertThat(told.finished).isEqualTo(1);
    }

    @Test
    void aPeerIsStuckOnceItHasTakenNothingForTheTimeUnlessExcused() {
        assertThat(queue.stuck(1000, 10)).isFalse();
        wire.window = 1;
        offer(1000);
        assertThat(queue.stuck(9, 10)).isFalse();
        assertThat(queue.stuck(10, 10)).isTrue();
        queue.excuse(10);
        assertThat(queue.stuck(19, 10)).isFalse();
    }

    @Test
    void aPeerThatTakesALittleNowAndThenIsNotStuck() {
        wire.window = 1;
        offer(1000);
        for (int tick = 9; tick < 100; tick += 9) {
            wire.window = 1;
            queue.retry(tick);
            assertThat(queue.stuck(tick, 10)).isFalse();
        }
        queue.retry(108);
        assertThat(queue.stuck(108, 10)).isFalse();
        queue.retry(109);
        assertThat(queue.stuck(109, 10)).isTrue();
    }

    @Test
    void aBrokenWireTakesNothingMore() {
        wire.broken = true;
        offer(1);
        assertThat(told.broken).isEqualTo(1);
        assertThat(offer(1)).isEqualTo(Delivery.CLOSED);
        assertThat(queue.bytes()).isZero();
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void aSourceIsAskedOnlyWhenNothingWaits() {
        var latest = new ArrayDeque<String>();
        queue.source(() -> latest.isEmpty() ? null : Message.text(latest.pollLast()));
        wire.window = 4;
        latest.add("a1");
        queue.pull(null, now);
        assertThat(wire.frames()).extracting(Frame::text).containsExactly("a1");
        latest.add("a2");
        queue.pull(null, now);
        for (String newer : List.of("a3", "a4", "a5")) {
            latest.clear();
            latest.add(newer);
            queue.pull(loop, now);
        }
        loop.endRound();
        wire.window = Long.MAX_VALUE;
        queue.writable(now);
        assertThat(wire.frames()).extracting(Frame::text).containsExactly("a2", "a5");
    }

    @Test
    void pingsOfAPeerThatTakesNothingArePassedOverOnceMuchWaits() {
        wire.window = 0;
        offer((int) LIMIT);
        long before = queue.bytes();
        for (int i = 0; i < 1000; i++) {
            queue.control(OpCode.PONG, new byte[125], null, now);
        }
        assertThat(queue.bytes()).isEqualTo(before);
    }

    @Test
    @Timeout(30)
    void manySendersLoseNothingAndKeepTheirOrder() throws Exception {
        int senders = 8;
        int each = 20_000;
        var roomy = new ChunkPool(1L << 30, 1);
        var arrived = new FakeWire();
        var slow = new Wire() {
            private int turn;

            @Override
            public int read(ByteBuffer target) {
                return 0;
            }

            @Override
            public boolean write(ByteBuffer[] sources, int count) throws IOException {
                arrived.window = ++turn % 3 == 0 ? 1_000 : Long.MAX_VALUE;
                return arrived.write(sources, count);
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}

            @Override
            public boolean isOpen() {
                return true;
            }
        };
        var shared = new Outbound(slow, roomy, new OutboundLimits(1L << 40), told);
        shared.start(0);
        try (var threads = Executors.newCachedThreadPool()) {
            var sending = new ArrayList<Future<?>>();
            for (int sender = 0; sender < senders; sender++) {
                long name = sender;
                sending.add(threads.submit(() -> {
                    var own = new Loop(System::nanoTime);
                    var pieces = new Pieces();
                    for (int i = 0; i < each; i++) {
                        byte[] number = ByteBuffer.allocate(8)
                                .putLong(0, name << 32 | i)
                                .array();
                        shared.offer(OpCode.BINARY, pieces.clear().add(number), i % 3 == 0 ? own : null, 0);
                        if (i % 5 == 0) {
                            own.endRound();
                        }
                        if (i % 7 == 0) {
                            shared.retry(0);
                        }
                    }
                    own.endRound();
                }));
            }
            for (var sender : sending) {
                sender.get();
            }
        }
        while (shared.bytes() > 0) {
            shared.retry(0);
        }
        List<Frame> frames = arrived.frames();
        assertThat(frames).hasSize(senders * each);
        assertThat(told.messages).hasValue(senders * each);
        int[] next = new int[senders];
        for (Frame frame : frames) {
            long message = ByteBuffer.wrap(frame.payload()).getLong();
            int sender = (int) (message >> 32);
            assertThat((int) message).isEqualTo(next[sender]++);
        }
        assertThat(roomy.bytes()).isZero();
    }

    @Test
    void aCloseThatComesWhileTheSourceIsAskedStillLeaves() {
        queue.source(() -> {
            queue.seal(new byte[] {3, (byte) 0xE8}, now);
            return new Message(Message.Kind.TEXT, new byte[10], 0, 10);
        });
        queue.pull(null, now);
        assertThat(wire.frames()).extracting(Frame::opCode).containsExactly(OpCode.CLOSE);
        assertThat(told.finished).isEqualTo(1);
        assertThat(pool.bytes()).isZero();
    }

    @Test
    void whatIsSentWhileTheSourceIsAskedStillLeavesWhereTheSourcesMessageFindsNoMemory() {
        var two = new ChunkPool(Chunk.BYTES, Chunk.BYTES);
        var scarce = new Outbound(wire, two, new OutboundLimits(LIMIT), told);
        scarce.start(0);
        var asked = new AtomicInteger();
        scarce.source(() -> {
            if (asked.getAndIncrement() == 0) {
                assertThat(scarce.offer(OpCode.TEXT, new Pieces().add(new byte[5]), null, now))
                        .isEqualTo(Delivery.QUEUED);
            }
            return new Message(Message.Kind.TEXT, new byte[4 * Chunk.BYTES], 0, 4 * Chunk.BYTES);
        });
        scarce.pull(null, now);
        scarce.source(null);
        assertThat(wire.frames()).hasSize(1);
        assertThat(two.bytes()).isZero();
    }

    /// A wire that transforms bytes may be reading them on another thread when the connection ends.
    @Test
    void whatTheWireWasGivenIsNobodyElsesAfterTheEnd() {
        wire.window = 0;
        byte[] secret = "the first peer's".getBytes(UTF_8);
        queue.offer(OpCode.TEXT, new Pieces().add(secret), null, now);
        ByteBuffer given = wire.lastGiven;
        byte[] before = bytes(given);
        queue.drop();
        assertThat(pool.bytes()).isZero();
        var next = new Outbound(new FakeWire(), pool, new OutboundLimits(LIMIT), told);
        next.offer(OpCode.TEXT, new Pieces().add("the second peer's".getBytes(UTF_8)), null, now);
        assertThat(bytes(given)).isEqualTo(before);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
