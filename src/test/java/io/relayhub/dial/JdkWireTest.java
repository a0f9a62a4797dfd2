package io.relayhub.dial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.FakeTimers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The queue of a wire, over a socket in the test's hands.
class JdkWireTest {
    private final Scripted socket = new Scripted();
    private final JdkWire wire = new JdkWire(new FakeTimers(), 1_000);

    JdkWireTest() {
        wire.onOpen(socket);
    }

    private CompletableFuture<Void> send(String line) {
        return wire.send(line.getBytes(UTF_8));
    }

    @Test
    void anEndInTheMiddleOfASendFailsEveryLineOnce() {
        CompletableFuture<WebSocket> underWay = new CompletableFuture<>();
        socket.sending = () -> underWay;
        CompletableFuture<Void> first = send("1\n");
        CompletableFuture<Void> second = send("22\n");
        assertThat(wire.queuedBytes()).isEqualTo(5);
        wire.abort(new Disconnect.Left());
        assertThat(second).isCompletedExceptionally();
        assertThat(first).isNotDone();
        assertThat(wire.queuedBytes()).isEqualTo(2);
        underWay.completeExceptionally(new IllegalStateException("aborted"));
        assertThat(first).isCompletedExceptionally();
        assertThat(wire.queuedBytes()).isZero();
        assertThat(send("3\n")).isCompletedExceptionally();
    }

    @Test
    void anEndInsideASendThatSucceedsLeavesTheSenderAlone() {
        socket.sending = () -> {
            wire.abort(new Disconnect.Left());
            return CompletableFuture.completedFuture(socket);
        };
        assertThat(send("1\n")).isCompleted();
        assertThat(wire.queuedBytes()).isZero();
    }

    private static final class Scripted implements WebSocket {
        private Supplier<CompletableFuture<WebSocket>> sending = () -> CompletableFuture.completedFuture(this);

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            return sending.get();
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void request(long n) {}

        @Override
        public @Nullable String getSubprotocol() {
            return null;
        }

        @Override
        public boolean isOutputClosed() {
            return false;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {}
    }
}
