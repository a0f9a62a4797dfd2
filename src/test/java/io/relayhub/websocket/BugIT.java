package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.Message;
import io.relayhub.testing.Frames;
import io.relayhub.testing.KeyStoreFile;
import io.relayhub.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bugs on the way of a message: each ends its own connection with 1011, and the loop and everybody else go on.
@Timeout(60)
class BugIT {
    private static final int TIMES = 20;

    @TempDir
    private Path directory;

    /// Throws for the message `bug`, an error for `error`; gives back everything else.
    private static final Dialect FRAGILE = (session, now) -> new Conversation() {
        @Override
        public void onMessage(Message message, long arrived) {
            var copy = new byte[message.length()];
            message.buffer().get(copy);
            switch (new String(copy, StandardCharsets.US_ASCII)) {
                case "bug" -> throw new IllegalStateException("a bug");
                case "error" -> throw new StackOverflowError("a bug");
                default -> session.send(Message.text(copy));
            }
        }

        @Override
        public void onClosed(long closed) {
            throw new IllegalStateException("a bug at the end");
        }
    };

    private static void assertEchoes(RawWebSocket peer) {
        peer.text("alive");
        assertThat(peer.read(Frames.TEXT).text()).isEqualTo("alive");
    }

    private static void assertEnded(RawWebSocket peer) {
        Frames.Frame close = peer.read(Frames.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1011);
        assertThat(close.closeReason()).matches("INTERNAL ref=[0-9a-f]{8}");
        peer.close(1011, "");
        assertThat(peer.readToEnd()).isTrue();
    }

    /// More often than there are selectors, so that one that had ended would be missed.
    private static void bugsEndTheirOwnConnectionsOnly(TestHub hub, Dial dial, String word) throws Exception {
        try (var other = dial.one()) {
            for (int i = 0; i < TIMES; i++) {
                try (var peer = dial.one()) {
                    assertEchoes(peer);
                    peer.text(word);
                    assertEnded(peer);
                }
                assertEchoes(other);
            }
            TestHub.await(() -> hub.sockets().count() == 1);
            assertThat(hub.facts.failure.get()).isNotNull();
        }
        TestHub.await(() -> hub.sockets().count() == 0);
        TestHub.await(() -> hub.facts.closed.size() == TIMES + 1);
    }

    private interface Dial {
        RawWebSocket one() throws Exception;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "error"})
    void aBugOfADialect(String word) throws Exception {
        try (var hub = new TestHub(new Limits().settings(), FRAGILE)) {
            bugsEndTheirOwnConnectionsOnly(hub, hub::connect, word);
        }
    }

    @Test
    void aBugOfADialectBehindTls() throws Exception {
        KeyStoreFile store = KeyStoreFile.create(directory);
        try (var hub = new TestHub(new Limits().settings(), FRAGILE, store.bundle())) {
            bugsEndTheirOwnConnectionsOnly(
                    hub,
                    () -> {
                        RawWebSocket peer = store.dial(hub.port());
                        assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
                        return peer;
                    },
                    "bug");
        }
    }

    /// `opened` and `closed` are told about a connection, `received` and `sent` about what it moves.
    @ParameterizedTest
    @EnumSource(Facts.Kind.class)
    void aBugOfTheListener(Facts.Kind kind) {
        try (var hub = new TestHub(new Limits().settings())) {
            try (var other = hub.connect()) {
                assertEchoes(other);
                hub.facts.spared = hub.sessions.getFirst().id();
                for (int i = 0; i < TIMES; i++) {
                    hub.facts.failAt = kind;
                    try (var peer = hub.connect()) {
                        if (kind == Facts.Kind.CLOSED) {
                            peer.close(1000, "");
                            assertThat(peer.read(Frames.CLOSE).closeCode()).isEqualTo(1000);
                            assertThat(peer.readToEnd()).isTrue();
                        } else {
                            peer.text("alive");
                            assertEnded(peer);
                        }
                        hub.facts.failAt = null;
                    }
                    TestHub.await(() -> hub.sockets().count() == 1);
                    assertEchoes(other);
                }
                assertThat(hub.facts.failure.get()).hasMessage("a bug of the listener");
            }
            TestHub.await(() -> hub.sockets().count() == 0);
        }
    }
}
