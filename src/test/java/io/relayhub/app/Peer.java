package io.relayhub.app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// An agent or a connector as the JDK's own WebSocket client makes one. What it waits for comes within ten seconds or
/// is an error.
final class Peer implements AutoCloseable, WebSocket.Listener {
    /// How the hub ended a connection.
    record Close(int code, String reason) {}

    private static final long PATIENCE_SECONDS = 10;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Close> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    private Peer() {}

    static Peer connect(URI uri) {
        Peer peer = new Peer();
        peer.socket = CLIENT.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .buildAsync(uri, peer)
                .join();
        return peer;
    }

    /// The status with which a handshake is refused.
    static int refusal(URI uri) {
        try {
            connect(uri).close();
            throw new AssertionError("the handshake was accepted");
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    Peer say(String json) {
        socket().sendText(json + "\n", true).join();
        return this;
    }

    /// Begins the closing handshake.
    void leave() {
        socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /// The next message.
    String hear() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing was heard for " + PATIENCE_SECONDS + " s");
        }
        return message.strip();
    }

    boolean hasHeardNothing() {
        return messages.isEmpty();
    }

    Close close(long seconds) throws InterruptedException {
        try {
            return closed.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the connection broke", e);
        } catch (TimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        }
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(part.toString());
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(new Close(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }
}
