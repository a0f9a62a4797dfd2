package io.relayhub.websocket;

import io.relayhub.link.Closing;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.Loop;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/// Jetty's reading and writing of frames, with two things added: memory for a frame that has only begun is asked
/// for at [Inbound], and the socket is told when the connection has physically ended.
final class PeerConnection extends WebSocketConnection {
    private final Socket socket;

    PeerConnection(EndPoint endPoint, Connector connector, PeerChannel channel, Socket socket, Inbound inbound) {
        super(
                endPoint,
                connector.getExecutor(),
                connector.getScheduler(),
                new FramePool(connector.getByteBufferPool(), inbound),
                channel);
        this.socket = socket;
        channel.setWebSocketConnection(this);
    }

    /// Always, so that [FramePool] knows a network buffer; called by the constructor of the superclass too.
    @Override
    public boolean isUseInputDirectByteBuffers() {
        return true;
    }

    /// As [#isUseInputDirectByteBuffers].
    @Override
    public boolean isUseOutputDirectByteBuffers() {
        return true;
    }

    /// Reads what has come with the handshake, on the thread that answered it.
    @Override
    public void onOpen() {
        Loop.current().read(super::onOpen);
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        socket.ended();
    }

    /// Network buffers are direct. A buffer that is not is the parser's, for a frame of which only a part has come:
    /// its size is the length in the frame's header.
    private static final class FramePool extends ByteBufferPool.Wrapper {
        private final Inbound inbound;

        FramePool(ByteBufferPool shared, Inbound inbound) {
            super(shared);
            this.inbound = inbound;
        }

        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            if (!direct) {
                Closing refusal = inbound.begin(size);
                if (refusal != null) {
                    throw new PeerChannel.Refused(refusal);
                }
            }
            return super.acquire(size, direct);
        }
    }
}
