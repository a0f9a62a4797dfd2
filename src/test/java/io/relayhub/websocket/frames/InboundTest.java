package io.relayhub.websocket.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Message;
import io.relayhub.websocket.frames.Inbound.Finality;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.Test;

class InboundTest {
    private final AssemblyBudget budget = new AssemblyBudget(10_000);
    private final List<String> received = new ArrayList<>();
    private final List<CloseReason> violations = new ArrayList<>();
    private long now;

    private final Inbound.Receiver receiver = new Inbound.Receiver() {
        @Override
        public void received(Message message) {
            received.add(new String(message.array(), message.offset(), message.length(), StandardCharsets.UTF_8));
        }

        @Override
        public void violated(Closing closing) {
            violations.add(closing.reason());
        }
    };

    private Inbound inbound() {
        var limits = new InboundLimits(8_000, 10, 3, Duration.ofSeconds(30));
        return new Inbound(limits, budget, () -> now, receiver);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap("x".repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void messagesArriveFromHeapAndFromDirectMemory() {
        var inbound = inbound();
        inbound.data(OpCode.TEXT, Finality.LAST, ByteBuffer.wrap(new byte[] {0, 'a', 'b', 0}, 1, 2));
        ByteBuffer direct =
                ByteBuffer.allocateDirect(4).put(1, (byte) 'c').position(1).limit(2);
        inbound.data(OpCode.TEXT, Finality.LAST, direct);
        assertThat(received).containsExactly("ab", "c");
    }

    @Test
    void fragmentsMakeOneMessageAndGiveBackTheirMemory() {
        var inbound = inbound();
        inbound.data(OpCode.TEXT, Finality.MORE_FOLLOW, bytes(3));
        assertThat(budget.used()).isPositive();
        assertThat(inbound.control()).isTrue();
        inbound.data(OpCode.CONTINUATION, Finality.LAST, bytes(2));
        assertThat(received).containsExactly("xxxxx");
        assertThat(budget.used()).isZero();
    }

    @Test
    void aPeerWithoutRoomInTheBudgetIsToldSo() {
        var first = inbound();
        var second = inbound();
        assertThat(first.begin(6_000)).isNull();
        Closing refusal = second.begin(6_000);
        assertThat(Objects.requireNonNull(refusal).reason()).isEqualTo(CloseReason.SERVER_BUSY);
        assertThat(budget.used()).isEqualTo(6_000);
        first.data(OpCode.TEXT, Finality.LAST, bytes(6_000));
        assertThat(budget.used()).isZero();
        assertThat(second.begin(6_000)).isNull();
        second.data(OpCode.TEXT, Finality.MORE_FOLLOW, bytes(6_000));
        first.data(OpCode.TEXT, Finality.MORE_FOLLOW, bytes(6_000));
        assertThat(violations).containsExactly(CloseReason.SERVER_BUSY);
    }

    @Test
    void aFrameThatWouldMakeTheMessageTooLargeIsRefusedFromItsHeader() {
        var inbound = inbound();
        inbound.data(OpCode.TEXT, Finality.MORE_FOLLOW, bytes(5_000));
        assertThat(inbound.begin(3_000)).isNull();
        Closing refusal = inbound.begin(3_001);
        assertThat(Objects.requireNonNull(refusal).reason()).isEqualTo(CloseReason.MESSAGE_TOO_LARGE);
    }

    @Test
    void closingGivesBackEverythingOnce() {
        var inbound = inbound();
        inbound.data(OpCode.TEXT, Finality.MORE_FOLLOW, bytes(100));
        assertThat(inbound.begin(500)).isNull();
        inbound.close();
        inbound.data(OpCode.CONTINUATION, Finality.LAST, bytes(500));
        inbound.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void manySmallFragmentsAreTooManyAndLargeOnesAreNot() {
        var inbound = inbound();
        for (int i = 0; i < 10; i++) {
            inbound.data(i == 0 ? OpCode.TEXT : OpCode.CONTINUATION, Finality.MORE_FOLLOW, bytes(1));
        }
        assertThat(violations).isEmpty();
        inbound.data(OpCode.CONTINUATION, Finality.MORE_FOLLOW, bytes(1));
        assertThat(violations).containsExactly(CloseReason.TOO_MANY_FRAGMENTS);
    }

    @Test
    void theTimeOfAMessageBeginsWithItsFirstByteAndEndsWithItsLast() {
        long limit = Duration.ofSeconds(30).toNanos();
        var inbound = inbound();
        assertThat(inbound.overdue(limit)).isFalse();
        inbound.data(OpCode.TEXT, Finality.MORE_FOLLOW, bytes(1));
        now = limit - 1;
        inbound.data(OpCode.CONTINUATION, Finality.MORE_FOLLOW, bytes(1));
        assertThat(inbound.overdue(limit - 1)).isFalse();
        assertThat(inbound.overdue(limit)).isTrue();
        inbound.excuse(limit);
        assertThat(inbound.overdue(limit)).isFalse();
        inbound.data(OpCode.CONTINUATION, Finality.LAST, bytes(1));
        assertThat(inbound.overdue(3 * limit)).isFalse();
    }

    @Test
    void controlFramesAreCountedPerSecond() {
        var inbound = inbound();
        for (int second = 0; second < 3; second++) {
            now = Duration.ofSeconds(second).toNanos();
            for (int i = 0; i < 3; i++) {
                assertThat(inbound.control()).isTrue();
            }
        }
        assertThat(inbound.control()).isFalse();
        assertThat(violations).containsExactly(CloseReason.RATE_LIMITED);
    }
}
