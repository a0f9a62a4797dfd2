package io.relayhub.dial;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lines that wait to be sent over a JDK WebSocket, which allows one send at a time. Any thread; nobody waits.
final class SendQueue {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Outgoing(byte[] line, CompletableFuture<Void> taken) {}

    private final Supplier<WebSocket> socket;
    private final Consumer<Throwable> broken;
    private final Object lock = new Object();

    /// Without the line that is being sent.
    @GuardedBy("lock")
    private final Queue<Outgoing> queue = new ArrayDeque<>();

    /// With the line that is being sent.
    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private boolean sending;

    /// Nothing more is taken.
    @GuardedBy("lock")
    private boolean sealed;

    /// A close frame is to follow what is queued.
    @GuardedBy("lock")
    private boolean farewell;

    /// @param broken told why a line could not be sent
    SendQueue(Supplier<WebSocket> socket, Consumer<Throwable> broken) {
        this.socket = socket;
        this.broken = broken;
    }

    /// @return done when the socket has taken the line, failed when it never will
    CompletableFuture<Void> send(byte[] line) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        synchronized (lock) {
            if (sealed) {
                taken.completeExceptionally(closed());
                return taken;
            }
            queue.add(new Outgoing(line, taken));
            bytes += line.length;
            if (sending) {
                return taken;
            }
            sending = true;
        }
        pump();
        return taken;
    }

    /// Bytes that wait, with those of the line that is being sent.
    long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /// Takes nothing more; what waits is still sent.
    void seal() {
        synchronized (lock) {
            sealed = true;
        }
    }

    /// Sends a close frame behind what waits.
    void sayGoodbye() {
        boolean idle;
        synchronized (lock) {
            farewell = true;
            idle = !sending;
            sending = true;
        }
        if (idle) {
            pump();
        }
    }

    /// Nothing of what waits will be sent.
    void fail() {
        List<Outgoing> rest;
        synchronized (lock) {
            rest = new ArrayList<>(queue);
            queue.clear();
            for (Outgoing outgoing : rest) {
                bytes -= outgoing.line().length;
            }
        }
        rest.forEach(outgoing -> outgoing.taken().completeExceptionally(closed()));
    }

    /// Sends one line after the other; whoever set `sending` runs it, on whichever thread the last send was done.
    private void pump() {
        while (true) {
            Outgoing next;
            boolean goodbye;
            synchronized (lock) {
                next = queue.poll();
                goodbye = next == null && farewell;
                if (next == null) {
                    sending = false;
                    farewell = false;
                }
            }
            if (next == null) {
                if (goodbye) {
                    // A failure means that the connection is gone already.
                    var _ = socket.get().sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> socket.get());
                }
                return;
            }
            CompletableFuture<WebSocket> sent =
                    socket.get().sendText(new String(next.line(), StandardCharsets.UTF_8), true);
            if (!sent.isDone()) {
                var _ = sent.whenComplete((ignored, failure) -> {
                    if (taken(next, failure)) {
                        pump();
                    }
                });
                return;
            }
            if (!taken(next, sent.isCompletedExceptionally() ? sent.exceptionNow() : null)) {
                return;
            }
        }
    }

    private boolean taken(Outgoing outgoing, @Nullable Throwable failure) {
        synchronized (lock) {
            bytes -= outgoing.line().length;
        }
        if (failure == null) {
            outgoing.taken().complete(null);
            return true;
        }
        outgoing.taken().completeExceptionally(closed());
        broken.accept(failure);
        // Another end may have come first.
        fail();
        return false;
    }

    private static IOException closed() {
        return new IOException("the connection is closed");
    }
}
