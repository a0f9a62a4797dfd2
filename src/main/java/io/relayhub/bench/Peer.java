package io.relayhub.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/// One connection to the hub: a thread of its own reads, writes what that led to at once, and reads again.
///
/// A blocking socket and a virtual thread cost two system calls per round and nothing while idle, and TLS is the
/// socket's own affair (docs/performance.md, "Your own hub").
abstract class Peer implements IncomingFrames.Listener {
    private static final byte[] NORMAL = {(byte) (1000 >> 8), (byte) 1000};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final IncomingFrames incoming;
    private final Tally tally;
    private final ReentrantLock writing = new ReentrantLock();

    /// Under the lock.
    private final OutgoingFrames outgoing = new OutgoingFrames();

    private volatile boolean isClosed;

    /// When the bytes that are being taken were read; for the reading thread.
    private long now;

    /// @param expected bytes of a usual read
    Peer(Socket socket, int expected, Tally tally) throws BenchException {
        this.socket = socket;
        this.tally = tally;
        this.incoming = new IncomingFrames(expected);
        try {
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new BenchException("A connection ended as soon as it was there.");
        }
    }

    final long now() {
        return now;
    }

    /// Reads until the connection ends.
    final void listen() {
        try {
            while (incoming.readFrom(in)) {
                now = System.nanoTime();
                incoming.takeAll(this);
                flush();
            }
            lost("it ended without a close");
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        }
    }

    private void lost(String why) {
        if (!isClosed) {
            isClosed = true;
            tally.lost(why);
        }
    }

    /// Joins what is written next.
    final void send(byte[] head, byte[] id, int from, int to, byte[] tail) {
        writing.lock();
        try {
            outgoing.addText(head, id, from, to, tail);
        } finally {
            writing.unlock();
        }
    }

    final void send(int opcode, byte[]... parts) {
        writing.lock();
        try {
            outgoing.add(opcode, parts);
        } finally {
            writing.unlock();
        }
    }

    final void flush() {
        writing.lock();
        try {
            outgoing.writeTo(out);
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void onMessage(byte[] bytes, int from, int to) {}

    @Override
    public final void onPing(byte[] payload) {
        send(10, payload);
    }

    @Override
    public final void onClose(int code, String reason) {
        lost("the hub closed it: " + code + " " + reason.replaceAll("[^\\x20-\\x7e]", "?"));
    }

    final boolean isClosed() {
        return isClosed;
    }

    /// Tells the hub that this is the end; may block as long as the hub does not read.
    final void sayGoodbye() {
        if (!isClosed) {
            isClosed = true;
            send(8, NORMAL);
            flush();
        }
    }

    final void close() {
        isClosed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed then.
        }
    }

    /// One that says nothing.
    static final class Idle extends Peer {
        private static final int EXPECTED = 128;

        Idle(Socket socket, Tally tally) throws BenchException {
            super(socket, EXPECTED, tally);
        }
    }
}
