package io.relayhub.websocket.frames;

import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A network in the test's hands: gives what it is told to give, takes as much as it is told to take, and counts.
public final class FakeWire implements Wire {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream(1 << 20);
    private byte[] toRead = {};
    private int readSoFar;
    public int reads;
    public int emptyReads;
    public int writes;

    /// Bytes that it takes before it takes nothing more.
    public long window = Long.MAX_VALUE;

    /// The first of the buffers of the last write, as it was.
    ByteBuffer lastGiven = ByteBuffer.allocate(0);

    public boolean broken;
    public boolean open = true;

    /// What the next reads bring.
    public void bring(byte[] bytes) {
        var all = new ByteArrayOutputStream();
        all.write(toRead, readSoFar, toRead.length - readSoFar);
        all.writeBytes(bytes);
        toRead = all.toByteArray();
        readSoFar = 0;
    }

    @Override
    public int read(ByteBuffer target) {
        reads++;
        int count = Math.min(target.remaining(), toRead.length - readSoFar);
        if (count == 0) {
            emptyReads++;
        }
        target.put(toRead, readSoFar, count);
        readSoFar += count;
        return count;
    }

    @Override
    public boolean write(ByteBuffer[] sources, int count) throws IOException {
        writes++;
        lastGiven = sources[0].duplicate();
        if (broken) {
            throw new IOException("broken");
        }
        for (int i = 0; i < count; i++) {
            while (window > 0 && sources[i].hasRemaining()) {
                taken.write(sources[i].get());
                window--;
            }
        }
        return !sources[count - 1].hasRemaining();
    }

    /// Bytes that it has taken.
    public int size() {
        return taken.size();
    }

    /// What it has taken, as whole frames; forgotten then.
    public List<Frame> frames() {
        var frames = new ArrayList<Frame>();
        try (var in = new DataInputStream(new ByteArrayInputStream(taken.toByteArray()))) {
            while (in.available() > 0) {
                frames.add(Frames.read(in));
            }
        } catch (IOException e) {
            throw new AssertionError("what was written is not whole frames", e);
        }
        taken.reset();
        return frames;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
