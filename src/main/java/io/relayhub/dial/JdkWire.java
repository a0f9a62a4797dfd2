package io.relayhub.dial;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Message;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.line.Lines;
import io.relayhub.link.line.Next;
import io.relayhub.link.line.Scans;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A connection on the JDK's WebSocket. That one hands messages over in parts, reads only what was requested, and
/// allows one send at a time; the queue here brings sends in line.
final class JdkWire implements Wire, WebSocket.Listener {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int NO_CLOSE_FRAME = 1006;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Outgoing(byte[] line, CompletableFuture<Void> taken) {}

    private final Timers timers;
    private final Lines lines;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final Object lock = new Object();

    /// Without the line that is being sent.
    @GuardedBy("lock")
    private final Queue<Outgoing> queue = new ArrayDeque<>();

    /// With the line that is being sent.
    @GuardedBy("lock")
    private long queuedBytes;

    @GuardedBy("lock")
    private boolean sending;

    /// A close frame is to follow what is queued.
    @GuardedBy("lock")
    private boolean farewell;

    @GuardedBy("lock")
    private Wire.@Nullable Listener listener;

    @GuardedBy("lock")
    private @Nullable Disconnect ending;

    JdkWire(Timers timers, int maxMessageBytes) {
        this.timers = timers;
        // One unfinished line is all that is kept, in an array that doubles.
        this.lines = new Lines(
                new Scans(Field.MEMBERS, JsonLimits.DEFAULT),
                maxMessageBytes,
                new AssemblyBudget(2L * (maxMessageBytes + 1)));
    }

    @Override
    public void onOpen(WebSocket socket) {
        // Without request(1): reading begins with listen().
        opened.complete(socket);
    }

    @Override
    public void listen(Wire.Listener first) {
        Disconnect early;
        synchronized (lock) {
            listener = first;
            early = ending;
        }
        if (early != null) {
            first.ended(early);
        }
        socket().request(1);
    }

    @Override
    public CompletableFuture<Void> send(byte[] line) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        synchronized (lock) {
            if (ending != null) {
                taken.completeExceptionally(closed());
                return taken;
            }
            queue.add(new Outgoing(line, taken));
            queuedBytes += line.length;
            if (sending) {
                return taken;
            }
            sending = true;
        }
        pump();
        return taken;
    }

    @Override
    public long queuedBytes() {
        synchronized (lock) {
            return queuedBytes;
        }
    }

    @Override
    public void close(Disconnect why) {
        if (!end(why)) {
            return;
        }
        timers.after(FAREWELL, socket()::abort);
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

    @Override
    public void abort(Disconnect why) {
        if (end(why)) {
            socket().abort();
            failQueued();
        }
    }

    /// Sends one line after the other; whoever set `sending` runs it, on whichever thread the last send was done.
    private void pump() {
        while (true) {
            Outgoing next;
            synchronized (lock) {
                next = queue.poll();
                if (next == null) {
                    sending = false;
                }
            }
            if (next == null) {
                sayGoodbye();
                return;
            }
            CompletableFuture<WebSocket> sent =
                    socket().sendText(new String(next.line(), StandardCharsets.UTF_8), true);
            if (!sent.isDone()) {
                var _ = sent.whenComplete((socket, failure) -> {
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

    private void sayGoodbye() {
        synchronized (lock) {
            if (!farewell) {
                return;
            }
            farewell = false;
        }
        // A failure means that the connection is gone already.
        var _ = socket().sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> socket());
    }

    private boolean taken(Outgoing outgoing, @Nullable Throwable failure) {
        synchronized (lock) {
            queuedBytes -= outgoing.line().length;
        }
        if (failure == null) {
            outgoing.taken().complete(null);
            return true;
        }
        outgoing.taken().completeExceptionally(closed());
        abort(Disconnect.Broken.because("the connection broke", failure));
        // Another end may have come first.
        failQueued();
        return false;
    }

    private void failQueued() {
        List<Outgoing> rest;
        synchronized (lock) {
            rest = new ArrayList<>(queue);
            queue.clear();
            for (Outgoing outgoing : rest) {
                queuedBytes -= outgoing.line().length;
            }
        }
        rest.forEach(outgoing -> outgoing.taken().completeExceptionally(closed()));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        return read(socket, part.toString().getBytes(StandardCharsets.UTF_8), last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return read(socket, bytes, last);
    }

    private @Nullable CompletionStage<?> read(WebSocket socket, byte[] part, boolean last) {
        Wire.Listener hearer = hearer();
        hearer.heard();
        var events = new Events(hearer);
        lines.accept(Message.text(part), timers.now(), events);
        if (last) {
            lines.endMessage(events);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        hearer().heard();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        hearer().heard();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end(
                code == NO_CLOSE_FRAME
                        ? new Disconnect.Broken("the connection was cut off")
                        : new Disconnect.Closed(code, reason));
        failQueued();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end(Disconnect.Broken.because("the connection broke", error));
        failQueued();
    }

    /// @return whether this was the first end
    private boolean end(Disconnect why) {
        Wire.Listener told;
        synchronized (lock) {
            if (ending != null) {
                return false;
            }
            ending = why;
            told = listener;
        }
        if (told != null) {
            told.ended(why);
        }
        return true;
    }

    private final class Events implements Lines.Listener {
        private final Wire.Listener hearer;

        Events(Wire.Listener hearer) {
            this.hearer = hearer;
        }

        @Override
        public Next onLine(Envelope line) {
            if (line.repeated() == null) {
                hearer.line(line);
            } else {
                hearer.garbage();
            }
            return Next.GO_ON;
        }

        @Override
        public Next onMalformed(String problem) {
            hearer.garbage();
            return Next.GO_ON;
        }

        @Override
        public void onTooLarge() {
            abort(new Disconnect.Broken("the hub sent a message over the limit of this side"));
        }

        @Override
        public void onNoMemory() {
            onTooLarge();
        }
    }

    private Wire.Listener hearer() {
        synchronized (lock) {
            return Objects.requireNonNull(listener, "frames are requested by listen()");
        }
    }

    private WebSocket socket() {
        return opened.join();
    }

    private static IOException closed() {
        return new IOException("the connection is closed");
    }
}
