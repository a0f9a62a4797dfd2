package io.relayhub.websocket.loop;

import io.relayhub.websocket.frames.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/// A connection whose bytes Jetty transforms, such as one with TLS: read and written on threads of Jetty's pool.
/// One write is under way at a time, of one buffer, and Jetty is told of nothing else meanwhile: its TLS end points
/// allow no flush beside a write.
public final class JettyWire implements Wire, Callback {
    private enum Write {
        NONE,
        /// Handed to Jetty by the call that is still under way.
        BEGUN,
        /// Jetty will call back.
        UNDER_WAY
    }

    private final EndPoint endPoint;
    private final Runnable writable;
    private final AtomicReference<Write> write = new AtomicReference<>(Write.NONE);
    /// What is being written, and where its bytes end. The chunk may get more behind that meanwhile.
    private ByteBuffer written = ByteBuffer.allocate(0);

    private int end;

    /// @param writable called once the end point takes bytes again
    public JettyWire(EndPoint endPoint, Runnable writable) {
        this.endPoint = endPoint;
        this.writable = writable;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        // Jetty fills behind the limit of a buffer that can be read.
        ByteBuffer rest = target.slice().limit(0);
        int filled = endPoint.fill(rest);
        if (filled > 0) {
            target.position(target.position() + filled);
        }
        return filled;
    }

    @Override
    public boolean write(ByteBuffer[] sources, int count) {
        for (int i = 0; i < count; i++) {
            if (sources[i].hasRemaining() && !write(sources[i])) {
                return false;
            }
        }
        return true;
    }

    /// @return whether all of it has been taken at once
    private boolean write(ByteBuffer source) {
        if (!write.compareAndSet(Write.NONE, Write.BEGUN)) {
            return false;
        }
        written = source;
        end = source.limit();
        endPoint.write(this, source.duplicate());
        return !write.compareAndSet(Write.BEGUN, Write.UNDER_WAY);
    }

    @Override
    public void succeeded() {
        written.position(end);
        if (!write.compareAndSet(Write.BEGUN, Write.NONE)) {
            write.set(Write.NONE);
            writable.run();
        }
    }

    /// The connection is broken; its end is reported elsewhere.
    @Override
    public void failed(Throwable cause) {
        endPoint.close();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void finish() {
        endPoint.shutdownOutput();
    }

    @Override
    public void close() {
        endPoint.close();
    }

    @Override
    public boolean isOpen() {
        return endPoint.isOpen();
    }
}
