package io.relayhub.dial;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Message;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.line.Lines;
import io.relayhub.link.line.Next;
import io.relayhub.link.line.Scans;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A connection on the JDK's WebSocket. That one hands messages over in parts, reads only what was requested, and
/// allows one send at a time ([SendQueue]).
final class JdkWire implements Wire, WebSocket.Listener {
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final int NO_CLOSE_FRAME = 1006;

    private final Timers timers;
    private final Lines lines;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final SendQueue queue;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private Wire.@Nullable Listener listener;

    @GuardedBy("lock")
    private @Nullable Disconnect ending;

    JdkWire(Timers timers, int maxMessageBytes) {
        this.timers = timers;
        this.queue = new SendQueue(
                this::socket, failure -> abort(Disconnect.Broken.because("the connection broke", failure)));
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
        return queue.send(line);
    }

    @Override
    public long queuedBytes() {
        return queue.bytes();
    }

    @Override
    public void close(Disconnect why) {
        if (!end(why)) {
            return;
        }
        timers.after(FAREWELL, socket()::abort);
        queue.sayGoodbye();
    }

    @Override
    public void abort(Disconnect why) {
        if (end(why)) {
            socket().abort();
            queue.fail();
        }
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
        queue.fail();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end(Disconnect.Broken.because("the connection broke", error));
        queue.fail();
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
        queue.seal();
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
}
