package io.relayhub.websocket.loop;

import io.relayhub.websocket.frames.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// A connection whose bytes Jetty transforms, such as one with TLS: read and written on threads of Jetty's pool.
public final class JettyWire implements Wire {
    private final EndPoint endPoint;
    private final Runnable writable;

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
    public boolean write(ByteBuffer[] sources, int count) throws IOException {
        if (endPoint.flush(sources)) {
            return true;
        }
        try {
            endPoint.write(Callback.from(writable, failure -> endPoint.close()), BufferUtil.EMPTY_BUFFER);
        } catch (WritePendingException alreadyAsked) {
            return false;
        }
        return false;
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
