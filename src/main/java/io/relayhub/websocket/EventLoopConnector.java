package io.relayhub.websocket;

import io.relayhub.websocket.frames.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Accepts connections, and reads those that have become WebSockets on their selector's own thread. One selector a
/// core.
final class EventLoopConnector extends ServerConnector {
    EventLoopConnector(Server server, ConnectionFactory... factories) {
        super(server, null, null, null, 1, Runtime.getRuntime().availableProcessors(), factories);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var endPoint = new LoopEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private static final class LoopEndPoint extends SocketChannelEndPoint {
        /// What one peer may have read before the others of its selector have their turn.
        private static final int READ_QUOTA = 256 * 1024;

        /// The JDK copies all that an array holds before each write, however little the socket takes.
        private static final int WRITE_PART = 128 * 1024;

        private @Nullable ReadOnLoop read;
        private int readInTurn;

        LoopEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
        }

        @Override
        public void fillInterested(Callback callback) {
            if (!(getConnection() instanceof PeerConnection)) {
                super.fillInterested(callback);
                return;
            }
            readInTurn = 0;
            if (read == null) {
                read = new ReadOnLoop(callback);
            }
            super.fillInterested(read);
        }

        /// Says that nothing is there once the quota is used up; the selector then comes back after the others.
        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            if (readInTurn >= READ_QUOTA && getConnection() instanceof PeerConnection) {
                return 0;
            }
            int filled = super.fill(buffer);
            readInTurn += Math.max(filled, 0);
            return filled;
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            for (ByteBuffer buffer : buffers) {
                if (buffer.hasArray() && buffer.remaining() > WRITE_PART) {
                    return flushInParts(buffers);
                }
            }
            return super.flush(buffers);
        }

        private boolean flushInParts(ByteBuffer... buffers) throws IOException {
            for (ByteBuffer buffer : buffers) {
                int end = buffer.limit();
                boolean taken = true;
                while (taken && buffer.hasRemaining()) {
                    buffer.limit(buffer.position() + Math.min(end - buffer.position(), WRITE_PART));
                    try {
                        taken = super.flush(buffer);
                    } finally {
                        buffer.limit(end);
                    }
                }
                if (!taken) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The read callback of a WebSocket. Declared not to block, so that the selector's thread runs it itself.
    private record ReadOnLoop(Callback callback) implements Callback {
        @Override
        public void succeeded() {
            Loop.current().read(callback::succeeded);
        }

        @Override
        public void failed(Throwable cause) {
            callback.failed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
