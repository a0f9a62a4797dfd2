package io.relayhub.websocket.frames;

import java.util.ArrayList;

/// What one thread has yet to write for the read that it is doing. A message that is sent while a socket is being
/// read waits here until everything that was there has been read, so that one system call carries all messages for
/// one peer.
///
/// Confined to its thread.
public final class Loop {
    private static final ThreadLocal<Loop> CURRENT = ThreadLocal.withInitial(Loop::new);
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final ArrayList<Outbound> dirty = new ArrayList<>();
    private boolean reading;
    private byte[] scratch = new byte[0];

    private Loop() {}

    /// The calling thread's own.
    public static Loop current() {
        return CURRENT.get();
    }

    /// Does a read, and then writes what it has brought to be sent.
    public void read(Runnable read) {
        reading = true;
        try {
            read.run();
        } finally {
            reading = false;
            flush();
        }
    }

    boolean isReading() {
        return reading;
    }

    /// Writes this queue at the end of the read that is being done.
    void flushLater(Outbound queue) {
        dirty.add(queue);
    }

    /// An array of at least this size, overwritten by the next call on this thread.
    byte[] scratch(int size) {
        if (size > SCRATCH_BYTES) {
            return new byte[size];
        }
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH_BYTES];
        }
        return scratch;
    }

    private void flush() {
        for (Outbound queue : dirty) {
            queue.drain();
        }
        dirty.clear();
    }
}
