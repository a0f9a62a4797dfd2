package io.relayhub.connector.nativehost;

import io.relayhub.dial.Field;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Message;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.line.Lines;
import io.relayhub.link.line.Next;
import io.relayhub.link.line.Scans;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One Unix socket as lines of JSON in both directions, read and written on two threads of its own, no virtual ones:
/// nobody's interrupt closes the channel, and nobody who sends waits for a far side that does not read.
final class LineChannel implements AutoCloseable {
    /// What waits for a far side that does not read, before it is cut off.
    private static final long MAX_QUEUED_BYTES = 128L * 1024 * 1024;

    private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;
    private static final byte[] END = {};

    /// Hears one channel, on its reading thread; must not block.
    interface Listener {
        /// @param line one JSON object, with [Field] as its members; may be kept
        void line(Envelope line);

        /// The far side is gone, or was cut off. Called once; may overlap with the last line.
        void ended();
    }

    private final SocketChannel channel;
    private final Listener listener;
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    /// @param channel connected; closed with this one
    LineChannel(SocketChannel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /// Begins to read and write; called once.
    void start() {
        Thread.ofPlatform().daemon().name("native-host-reader").start(this::read);
        Thread.ofPlatform().daemon().name("native-host-writer").start(this::write);
    }

    /// Queues a line. Never blocks; a line that cannot be sent is dropped, and the listener hears of the end.
    ///
    /// @param line with its line feed
    void send(byte[] line) {
        outgoing.add(line);
        if (queuedBytes.addAndGet(line.length) > MAX_QUEUED_BYTES) {
            close();
        }
    }

    private void read() {
        var lines = new Lines(
                new Scans(Field.MEMBERS, JsonLimits.DEFAULT),
                MAX_LINE_BYTES,
                new AssemblyBudget(2L * (MAX_LINE_BYTES + 1)));
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (channel.read(buffer) >= 0) {
                lines.accept(new Message(Message.Kind.BINARY, buffer.array(), 0, buffer.position()), 0, new Events());
                buffer.clear();
            }
        } catch (IOException e) {
            // Nothing else can be read from it; the listener is told below.
        } finally {
            close();
        }
    }

    private final class Events implements Lines.Listener {
        @Override
        public Next onLine(Envelope line) {
            Envelope own = Envelope.parse(Arrays.copyOfRange(line.array(), line.from(), line.to()), Field.MEMBERS);
            if (own != null) {
                listener.line(own);
            }
            return Next.GO_ON;
        }

        @Override
        public Next onMalformed(String problem) {
            return Next.GO_ON;
        }

        @Override
        public void onTooLarge() {
            close();
        }

        @Override
        public void onNoMemory() {
            close();
        }
    }

    private void write() {
        try {
            for (byte[] line = outgoing.take(); line.length > 0; line = outgoing.take()) {
                ByteBuffer buffer = ByteBuffer.wrap(line);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                queuedBytes.addAndGet(-line.length);
            }
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    @Override
    public void close() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Closed it is in any case.
        }
        outgoing.add(END);
        listener.ended();
    }
}
