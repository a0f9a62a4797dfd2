package io.relayhub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Closing;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.websocket.connection.Deadlines.Due;
import io.relayhub.websocket.frames.ChunkPool;
import io.relayhub.websocket.frames.FakeWire;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.InboundLimits;
import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.OpCode;
import io.relayhub.websocket.frames.Outbound;
import io.relayhub.websocket.frames.OutboundLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Deadlines.Times TIMES =
            new Deadlines.Times(Duration.ofSeconds(90), Duration.ofSeconds(25), Duration.ofSeconds(10));
    private static final InboundLimits LIMITS = new InboundLimits(1000, 10, 100, Duration.ofSeconds(30));

    private final FakeWire wire = new FakeWire();
    private final CloseState closing = new CloseState(2 * SECOND);
    private final Loop loop = new Loop(() -> 0);
    private final Inbound inbound = new Inbound(LIMITS, new AssemblyBudget(1000), new Deaf());
    private final Outbound outbound =
            new Outbound(wire, new ChunkPool(1 << 20, 1), new OutboundLimits(1 << 20), new Careless());
    private final Deadlines deadlines = new Deadlines(TIMES, Long.MAX_VALUE / 2, inbound, outbound, closing, 0);

    private record Deaf() implements Inbound.Receiver {
        @Override
        public void received(Message message) {}

        @Override
        public void pinged(byte[] payload) {}

        @Override
        public void peerCloses(int code) {}

        @Override
        public void violated(Closing closing) {}
    }

    private record Careless() implements Outbound.Listener {
        @Override
        public void sent(int messages, long bytes, long now) {}

        @Override
        public void finished() {}

        @Override
        public void broken() {}
    }

    @Test
    void anIdleConnectionIsPingedAndThenGone() {
        assertThat(deadlines.next(24 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(deadlines.next(25 * SECOND)).isEqualTo(Due.PING);
        deadlines.sent(25 * SECOND);
        assertThat(deadlines.next(26 * SECOND)).isEqualTo(Due.NOTHING);
        assertThat(deadlines.next(90 * SECOND)).isEqualTo(Due.HEARTBEAT_TIMEOUT);
    }

    @Test
    void aPeerThatTakesNothingIsSlowWhateverItSays() {
        wire.window = 0;
        outbound.start(0);
        outbound.offer(OpCode.TEXT, new Pieces().add(new byte[10]), null, 0);
        deadlines.heard(10 * SECOND);
        assertThat(deadlines.next(10 * SECOND - 1)).isEqualTo(Due.NOTHING);
        assertThat(deadlines.next(10 * SECOND)).isEqualTo(Due.SLOW_CONSUMER);
        deadlines.excuse(10 * SECOND);
        assertThat(deadlines.next(11 * SECOND)).isEqualTo(Due.NOTHING);
    }

    @Test
    void aPeerThatTakesWhatWaitsForItIsThereThoughItSaysNothing() {
        wire.window = 0;
        outbound.start(0);
        outbound.offer(OpCode.TEXT, new Pieces().add(new byte[100]), null, 0);
        for (int second = 1; second < 95; second++) {
            wire.window = 1;
            outbound.retry(second * SECOND);
            assertThat(deadlines.next(second * SECOND)).isNotIn(Due.HEARTBEAT_TIMEOUT, Due.SLOW_CONSUMER);
        }
        wire.window = 100;
        outbound.retry(95 * SECOND);
        // It has had all at 94 s, as far as anybody has looked.
        assertThat(deadlines.next(184 * SECOND - 1)).isNotEqualTo(Due.HEARTBEAT_TIMEOUT);
        assertThat(deadlines.next(184 * SECOND)).isEqualTo(Due.HEARTBEAT_TIMEOUT);
    }

    @Test
    void aFrameThatIsBegunHasItsTime() {
        inbound.restore(loop.input().clear());
        loop.input().put((byte) 0x81).flip();
        inbound.take(loop);
        deadlines.heard(29 * SECOND);
        assertThat(deadlines.next(30 * SECOND - 1)).isEqualTo(Due.NOTHING);
        assertThat(deadlines.next(30 * SECOND)).isEqualTo(Due.MESSAGE_TIMEOUT);
    }

    @Test
    void aCloseThatIsNotAnsweredIsCutAndNothingElseCountsAnyMore() {
        closing.begin(4409, Initiator.HUB, 88 * SECOND);
        assertThat(deadlines.next(90 * SECOND - 1)).isEqualTo(Due.NOTHING);
        assertThat(deadlines.next(90 * SECOND)).isEqualTo(Due.CUT);
    }

    @Test
    void aTickThatIsLateByMoreThanATenthOfTheHeartbeatMeansAPause() {
        assertThat(deadlines.wasPaused(9 * SECOND)).isFalse();
        assertThat(deadlines.wasPaused(9 * SECOND + 1)).isTrue();
    }
}
