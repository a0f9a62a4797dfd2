package io.relayhub.websocket.frames;

import static io.relayhub.testing.Frames.FIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Message;
import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Side;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InboundTest {
    private final AssemblyBudget budget = new AssemblyBudget(20_000);
    private final List<String> received = new ArrayList<>();
    private final List<String> pings = new ArrayList<>();
    private final List<Integer> closes = new ArrayList<>();
    private final List<CloseReason> violations = new ArrayList<>();
    private long now;
    private final Loop loop = new Loop(() -> now);

    private final Inbound.Receiver receiver = new Inbound.Receiver() {
        @Override
        public void received(Message message) {
            received.add(new String(message.array(), message.offset(), message.length(), StandardCharsets.UTF_8));
        }

        @Override
        public void pinged(byte[] payload) {
            pings.add(new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void peerCloses(int code) {
            closes.add(code);
        }

        @Override
        public void violated(Closing closing) {
            violations.add(closing.reason());
        }
    };

    private final Inbound inbound = inbound();

    private Inbound inbound() {
        return new Inbound(new InboundLimits(8_000, 10, 3, Duration.ofSeconds(30)), budget, receiver);
    }

    private static byte[] frame(int firstByte, String payload) {
        return Frames.frame(Side.CLIENT, firstByte, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] text(String payload) {
        return frame(FIN | Frames.TEXT, payload);
    }

    private void take(byte[]... parts) {
        take(inbound, parts);
    }

    /// Each part is one read.
    private void take(Inbound target, byte[]... parts) {
        loop.beginRound();
        for (byte[] part : parts) {
            ByteBuffer input = loop.input().clear();
            target.restore(input);
            input.put(part).flip();
            target.take(loop);
        }
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void framesOfOneReadArriveInTheirOrder() {
        take(joined(text("a"), text("é€😀"), frame(FIN | Frames.BINARY, "b"), text("")));
        assertThat(received).containsExactly("a", "é€😀", "b", "");
        assertThat(budget.used()).isZero();
    }

    @Test
    void whereABytesReadEndsDoesNotMatter() {
        String large = "x".repeat(70) + "é" + "y".repeat(5_000) + "€";
        byte[] bytes = joined(
                text("a"),
                frame(Frames.TEXT, "be"),
                frame(FIN | Frames.PING, "now?"),
                frame(Frames.CONTINUATION, "gi"),
                frame(FIN, "n"),
                text(large));
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            received.clear();
            pings.clear();
            now += Duration.ofSeconds(1).toNanos();
            int at = 0;
            while (at < bytes.length) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(round < 50 ? 3 : 900));
                take(Arrays.copyOfRange(bytes, at, next));
                at = next;
            }
            assertThat(received).containsExactly("a", "begin", large);
            assertThat(pings).containsExactly("now?");
            assertThat(budget.used()).isZero();
            assertThat(inbound.overdue(now + Duration.ofHours(1).toNanos())).isFalse();
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void anAnnouncementCostsNothingAndEachBytesPlaceIsClaimed() {
        take(Frames.header(Side.CLIENT, FIN | Frames.TEXT, 8_000), new byte[4]);
        assertThat(budget.used()).isZero();
        take(new byte[1_000]);
        assertThat(budget.used()).isBetween(1_000L, 4_000L);
    }

    @Test
    void aPeerWithoutRoomInTheBudgetIsToldSo() {
        assertThat(budget.claim(19_500)).isTrue();
        take(frame(Frames.TEXT, "x".repeat(600)));
        assertThat(violations).containsExactly(CloseReason.SERVER_BUSY);
        assertThat(budget.used()).isEqualTo(19_500);
    }

    @Test
    void aFrameThatWouldMakeTheMessageTooLargeIsRefusedFromItsHeader() {
        take(frame(Frames.TEXT, "x".repeat(5_000)), Frames.header(Side.CLIENT, FIN, 3_001), new byte[4]);
        assertThat(violations).containsExactly(CloseReason.MESSAGE_TOO_LARGE);
        assertThat(budget.used()).isZero();
    }

    @Test
    void theLimitItselfPasses() {
        take(text("x".repeat(8_000)), frame(Frames.TEXT, "x".repeat(5_000)), frame(FIN, "x".repeat(3_000)));
        assertThat(received).extracting(String::length).containsExactly(8_000, 8_000);
        assertThat(violations).isEmpty();
    }

    @Test
    void behindATooLargeMessageACloseIsStillHeard() {
        take(Frames.header(Side.CLIENT, FIN | Frames.TEXT, 8_001), new byte[4], new byte[8_001]);
        take(text("not heard"), Frames.close(Side.CLIENT, 1009, ""));
        assertThat(violations).containsExactly(CloseReason.MESSAGE_TOO_LARGE);
        assertThat(received).isEmpty();
        assertThat(closes).containsExactly(1009);
    }

    @Test
    void fragmentsOfASkippedMessageAreNoViolationsOfTheirOwn() {
        take(frame(Frames.TEXT, "begun"));
        inbound.skipData();
        take(frame(0, "more"), frame(FIN, "end"), text("next"), Frames.close(Side.CLIENT, 1000, "bye"));
        assertThat(violations).isEmpty();
        assertThat(received).isEmpty();
        assertThat(closes).containsExactly(1000);
    }

    @Test
    void closingGivesBackEverythingOnce() {
        take(frame(Frames.TEXT, "x".repeat(600)));
        assertThat(budget.used()).isPositive();
        inbound.close();
        take(frame(FIN, "x"));
        inbound.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void manySmallFragmentsAreTooManyAndLargeOnesAreNot() {
        take(frame(Frames.TEXT, "x"));
        for (int i = 1; i < 10; i++) {
            take(frame(0, "x"));
        }
        assertThat(violations).isEmpty();
        take(frame(0, "x"));
        assertThat(violations).containsExactly(CloseReason.TOO_MANY_FRAGMENTS);
    }

    @Test
    void theTimeOfAMessageBeginsWithItsFirstByteAndEndsWithItsLast() {
        long limit = Duration.ofSeconds(30).toNanos();
        byte[] whole = text("hello");
        take(Arrays.copyOf(whole, 1));
        now = limit - 1;
        take(Arrays.copyOfRange(whole, 1, 8));
        assertThat(inbound.overdue(limit - 1)).isFalse();
        assertThat(inbound.overdue(limit)).isTrue();
        inbound.excuse(limit);
        assertThat(inbound.overdue(limit)).isFalse();
        take(Arrays.copyOfRange(whole, 8, whole.length));
        assertThat(inbound.overdue(3 * limit)).isFalse();
        assertThat(received).containsExactly("hello");
    }

    @Test
    void theNextMessageHasItsOwnTime() {
        long limit = Duration.ofSeconds(30).toNanos();
        byte[] whole = text("hello");
        take(Arrays.copyOf(whole, 5));
        now = limit - 1;
        take(joined(Arrays.copyOfRange(whole, 5, whole.length), Arrays.copyOf(whole, 5)));
        assertThat(inbound.overdue(limit)).isFalse();
        assertThat(inbound.overdue(2 * limit)).isTrue();
    }

    @Test
    void controlFramesAreCountedPerSecond() {
        for (int second = 0; second < 3; second++) {
            now = Duration.ofSeconds(second).toNanos();
            take(frame(FIN | Frames.PING, "1"), frame(FIN | Frames.PONG, ""), frame(FIN | Frames.PING, "2"));
        }
        assertThat(violations).isEmpty();
        assertThat(pings).hasSize(6);
        take(frame(FIN | Frames.PONG, ""));
        assertThat(violations).containsExactly(CloseReason.RATE_LIMITED);
    }

    @Test
    void whatNoClientMaySendIsAFrameError() {
        for (byte[] wrong : List.of(
                Frames.text(Side.SERVER, "not masked"),
                frame(FIN | 0x40 | Frames.TEXT, "a reserved bit"),
                frame(FIN | 3, "an op code of nobody"),
                frame(FIN | 11, "a control frame of nobody"),
                frame(Frames.PING, "in fragments"),
                frame(FIN | Frames.PING, "x".repeat(126)),
                frame(FIN, "a continuation of nothing"),
                joined(frame(Frames.TEXT, "begun"), text("and another")),
                Frames.frame(Side.CLIENT, FIN | Frames.CLOSE, new byte[1]),
                Frames.close(Side.CLIENT, 1005, ""),
                Frames.close(Side.CLIENT, 2999, ""))) {
            violations.clear();
            Inbound fresh = inbound();
            take(fresh, wrong);
            take(fresh, text("not heard"), Frames.close(Side.CLIENT, 1000, ""));
            assertThat(violations).containsExactly(CloseReason.FRAME_ERROR);
        }
        assertThat(received).isEmpty();
        assertThat(closes).isEmpty();
    }

    @Test
    void textThatIsNotUtf8IsRefusedAsSoonAsThatIsSure() {
        byte[] wrong = {'a', (byte) 0xC0, (byte) 0xAF};
        take(Frames.frame(Side.CLIENT, FIN | Frames.TEXT, wrong));
        assertThat(violations).containsExactly(CloseReason.NOT_UTF8);
        Inbound second = inbound();
        violations.clear();
        take(second, Frames.frame(Side.CLIENT, Frames.TEXT, wrong));
        assertThat(violations).containsExactly(CloseReason.NOT_UTF8);
        Inbound third = inbound();
        violations.clear();
        take(third, Frames.frame(Side.CLIENT, Frames.TEXT, new byte[] {(byte) 0xE2, (byte) 0x82}), frame(FIN, "x"));
        assertThat(violations).containsExactly(CloseReason.NOT_UTF8);
    }

    @Test
    void aCloseWithoutACodeIsOne() {
        take(Frames.frame(Side.CLIENT, FIN | Frames.CLOSE, new byte[0]));
        assertThat(closes).containsExactly(1005);
    }
}
