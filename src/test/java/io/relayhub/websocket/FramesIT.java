package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Frame;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.websocket.connection.Initiator;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/// S14, S15, S16 and S19: frames as they should not be, and the largest that may be.
@Timeout(60)
class FramesIT {
    private static final int LIMIT = 1_000_000;
    private static final int TEXT = 0x80 | Frames.TEXT;

    private static TestHub hub;

    @BeforeAll
    static void start() {
        var limits = new Limits();
        limits.maxMessageBytes = LIMIT;
        limits.assemblyBudget = DataSize.ofBytes(2 * LIMIT);
        limits.messageTimeout = Duration.ofMillis(500);
        limits.closeTimeout = Duration.ofMillis(500);
        hub = limits.hub();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void nothingIsLeft() {
        TestHub.await(() -> hub.sockets().count() == 0);
        assertThat(hub.sockets().assemblyBytes()).isZero();
        assertThat(hub.sockets().queuedBytes()).isZero();
        assertThat(hub.facts.failure.get()).isNull();
    }

    private static void assertClosed(RawWebSocket peer, int code, String reason) {
        Frame close = peer.read(Frames.CLOSE);
        assertThat(close.closeCode()).isEqualTo(code);
        assertThat(close.closeReason()).startsWith(reason);
        assertThat(close.payload().length).isLessThanOrEqualTo(125);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "a length of 2^62, 81ff4000000000000000, 1009, MESSAGE_TOO_LARGE",
        "a length with the highest bit, 81ff8000000000000001, 1009, MESSAGE_TOO_LARGE",
        "a length of 2^31, 82ff0000000080000000, 1009, MESSAGE_TOO_LARGE",
        "a length over the limit, 81ff00000000000f42410000000041, 1009, MESSAGE_TOO_LARGE",
        "an unknown op code with a length of 2^40, 83ff0000010000000000, 1002, FRAME_ERROR",
        "a frame without a mask, 8103414243, 1002, FRAME_ERROR",
        "a reserved bit, c1830000000041424300, 1002, FRAME_ERROR",
        "a ping of 126 bytes, 89fe007e0000000041, 1002, FRAME_ERROR",
        "a ping in fragments, 098000000000, 1002, FRAME_ERROR",
        "a continuation of nothing, 808000000000, 1002, FRAME_ERROR",
        "a close of one byte, 88810000000003, 1002, FRAME_ERROR",
        "a close with 1005, 88820000000003ed, 1002, FRAME_ERROR",
        "a close with 999, 88820000000003e7, 1002, FRAME_ERROR",
    })
    void aFrameThatMayNotBeEndsTheConnection(String what, String frame, int code, String reason) {
        try (var peer = hub.connect()) {
            peer.raw(bytes(frame));
            assertClosed(peer, code, reason);
        }
    }

    @Test
    void aRefusedPeerReadsWhyEvenWhileItGoesOnSending() {
        try (var peer = hub.connect()) {
            peer.raw(Frames.header(Frames.Side.CLIENT, TEXT, LIMIT + 1));
            byte[] part = new byte[100_000];
            for (int i = 0; i < 10; i++) {
                peer.raw(part);
            }
            assertClosed(peer, 1009, "MESSAGE_TOO_LARGE");
            assertThat(peer.readToEnd()).isTrue();
            // Would be a broken pipe on a connection that was reset.
            for (int i = 0; i < 5; i++) {
                peer.raw(part);
            }
        }
    }

    @Test
    void aMessageOfTheLimitPassesWholeOrInFragments() {
        byte[] payload = "é".repeat(LIMIT / 2).getBytes(StandardCharsets.UTF_8);
        assertThat(payload).hasSize(LIMIT);
        try (var peer = hub.connect()) {
            peer.send(TEXT, payload);
            assertThat(peer.read().payload()).isEqualTo(payload);
            ByteBuffer rest = ByteBuffer.wrap(payload);
            for (int opCode = Frames.TEXT; rest.hasRemaining(); opCode = Frames.CONTINUATION) {
                byte[] part = new byte[Math.min(rest.remaining(), 33_333)];
                rest.get(part);
                peer.send((rest.hasRemaining() ? 0 : 0x80) | opCode, part);
            }
            assertThat(peer.read().payload()).isEqualTo(payload);
        }
    }

    @Test
    void oneByteMoreIsTooLargeWholeOrInFragments() {
        try (var whole = hub.connect();
                var fragmented = hub.connect()) {
            whole.send(TEXT, new byte[LIMIT + 1]);
            assertClosed(whole, 1009, "MESSAGE_TOO_LARGE");
            fragmented.send(Frames.TEXT, new byte[LIMIT]);
            fragmented.send(0x80, new byte[1]);
            assertClosed(fragmented, 1009, "MESSAGE_TOO_LARGE");
        }
    }

    @Test
    void smallFragmentsAreCountedAndLargeOnesAreNot() {
        try (var small = hub.connect();
                var empty = hub.connect()) {
            small.send(Frames.TEXT, new byte[1]);
            empty.send(Frames.TEXT, new byte[0]);
            try {
                for (int i = 0; i < 1024; i++) {
                    small.send(Frames.CONTINUATION, new byte[1]);
                    empty.send(Frames.CONTINUATION, new byte[0]);
                }
            } catch (UncheckedIOException closedMeanwhile) {
                assertThat(closedMeanwhile).hasMessageContaining("roken");
            }
            assertClosed(small, 1008, "TOO_MANY_FRAGMENTS");
            assertClosed(empty, 1008, "TOO_MANY_FRAGMENTS");
        }
    }

    @Test
    void halfAMessageIsCutOffInTime() {
        for (var half : Map.of(
                        "half a frame", bytes("81ff00000000000003e80000000041"),
                        "a fragment", Frames.frame(Frames.Side.CLIENT, Frames.TEXT, new byte[5]))
                .values()) {
            try (var peer = hub.connect()) {
                peer.raw(half);
                assertClosed(peer, 1008, "MESSAGE_TIMEOUT");
            }
        }
    }

    @Test
    void unfinishedMessagesOfAllPeersHaveOneBudget() {
        byte[] half = Arrays.copyOf(Frames.frame(Frames.Side.CLIENT, 0x80 | Frames.TEXT, new byte[LIMIT]), LIMIT - 100);
        try (var first = hub.connect();
                var second = hub.connect();
                var third = hub.connect();
                var canary = hub.connect()) {
            first.raw(half);
            second.raw(half);
            TestHub.await(() -> hub.sockets().assemblyBytes() == 2 * LIMIT);
            third.raw(half);
            assertClosed(third, 1013, "SERVER_BUSY retry_ms=");
            canary.text("alive");
            assertThat(canary.read().text()).isEqualTo("alive");
        }
    }

    @ParameterizedTest
    @CsvSource({"c328", "ff", "eda080", "f4908080", "c080", "e282", "80"})
    void bytesThatAreNotUtf8EndTheConnection(String hex) {
        try (var whole = hub.connect();
                var split = hub.connect();
                var binary = hub.connect()) {
            whole.send(TEXT, bytes(hex));
            assertClosed(whole, 1007, "NOT_UTF8");
            byte[] bad = bytes(hex);
            split.send(Frames.TEXT, new byte[] {bad[0]});
            split.send(0x80, Arrays.copyOfRange(bad, 1, bad.length));
            assertClosed(split, 1007, "NOT_UTF8");
            binary.send(0x80 | Frames.BINARY, bad);
            assertThat(binary.read().payload()).isEqualTo(bad);
        }
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        try (var peer = hub.connect()) {
            peer.send(Frames.TEXT, new byte[] {euro[0]});
            peer.send(Frames.CONTINUATION, new byte[] {euro[1]});
            peer.send(0x80 | Frames.PING, new byte[0]);
            peer.send(0x80, new byte[] {euro[2]});
            assertThat(peer.read().opCode()).isEqualTo(Frames.PONG);
            assertThat(peer.read().text()).isEqualTo("€");
        }
    }

    @Test
    void aPingIsAnsweredWithItsOwnBytes() {
        try (var peer = hub.connect()) {
            peer.send(0x80 | Frames.PING, new byte[] {1, 2, 3});
            Frame pong = peer.read();
            assertThat(pong.opCode()).isEqualTo(Frames.PONG);
            assertThat(pong.payload()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aFloodOfPingsIsRateLimited() {
        try (var peer = hub.connect()) {
            for (int i = 0; i < 101; i++) {
                peer.send(0x80 | Frames.PING, new byte[0]);
            }
            assertClosed(peer, 4429, "RATE_LIMITED retry_ms=");
        }
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "3000", "4999"})
    void aCloseIsAnsweredWithItsOwnCode(int code) {
        try (var peer = hub.connect()) {
            hub.facts.closed.clear();
            peer.close(code, "");
            assertThat(peer.read().closeCode()).isEqualTo(code);
            assertThat(peer.readToEnd()).isTrue();
            TestHub.await(() -> hub.facts.closed.contains(new Facts.Closed(code, Initiator.PEER)));
        }
    }

    @Test
    void whatWasSentBeforeACloseArrivesBeforeIt() {
        try (var hub = new TestHub(new Limits().settings(), (session, now) -> new CloseAfterAnswer(session));
                var peer = hub.connect()) {
            peer.text("x");
            assertThat(peer.read().text()).isEqualTo("first");
            assertThat(peer.read().text()).isEqualTo("second");
            assertClosed(peer, 4409, "REPLACED");
        }
    }

    @Test
    void aBugEndsItsOwnConnectionOnlyAndLeavesAReference() {
        try (var hub = new TestHub(new Limits().settings(), (session, now) -> new Broken());
                var peer = hub.connect()) {
            peer.text("secret-canary");
            assertClosed(peer, 1011, "INTERNAL ref=");
            TestHub.await(() -> hub.facts.failure.get() instanceof IllegalStateException);
        }
    }
}
