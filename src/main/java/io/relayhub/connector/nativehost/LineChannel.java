package io.relayhub.connector.nativehost;

import io.relayhub.dial.LineSplitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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
        /// @param line without its line feed
        void line(byte[] line);

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
        LineSplitter splitter = new LineSplitter(MAX_LINE_BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (channel.read(buffer) >= 0) {
                splitter.feed(buffer.array(), buffer.position()).forEach(listener::line);
                buffer.clear();
            }
        } catch (IOException | LineSplitter.LineTooLongException e) {
            // Nothing else can be read from it; the listener is told below.
        } finally {
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
