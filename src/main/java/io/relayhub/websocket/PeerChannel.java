package io.relayhub.websocket;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Behavior;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.ExtensionStack;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.Negotiated;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.exception.CloseException;

/// Jetty's protocol state of one connection, with the hub's own way to end it: every violation becomes a [Closing]
/// of the catalogue, and a connection that the hub closes is read on until the peer has closed too or [Socket] cuts
/// it. A socket that is closed with unread input resets the connection, and the peer would never see why.
final class PeerChannel extends WebSocketCoreSession {
    /// Jetty's session wants them; of what they hold, nothing is used.
    private static final WebSocketComponents COMPONENTS =
            new WebSocketComponents(null, null, ByteBufferPool.NON_POOLING, null, null, Runnable::run);

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private volatile boolean finished;

    PeerChannel(Socket socket) {
        super(socket, Behavior.SERVER, Negotiated.from(noExtensions()), COMPONENTS);
        this.socket = socket;
        setInputBufferSize(BUFFER_BYTES);
        setOutputBufferSize(BUFFER_BYTES);
        setAutoFragment(false);
        // Limits are Inbound's: this one would hold for what the hub sends, too.
        setMaxFrameSize(0);
        setIdleTimeout(Duration.ZERO);
    }

    /// Ends the connection now, whatever its state.
    void cut() {
        finished = true;
        super.abort();
    }

    boolean isConnected() {
        return getConnection().getEndPoint().isOpen();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (!socket.isClosing()) {
            super.onFrame(frame, callback);
        } else if (frame.getOpCode() != OpCode.CLOSE) {
            callback.succeeded();
            demand();
        } else if (isOutputOpen() || isInputOpen()) {
            super.onFrame(frame, callback);
        } else {
            callback.succeeded();
            cut();
        }
    }

    @Override
    public void onEof() {
        finished = true;
        super.onEof();
        super.abort();
    }

    /// Jetty ends the connection as soon as a close with an error code is written; here the peer has its time.
    @Override
    public void abort() {
        if (finished || !socket.isClosing() || socket.peerHasClosed()) {
            cut();
        } else {
            getConnection().cancelDemand();
        }
    }

    /// The parser, the pool or the network failed.
    @Override
    public void processConnectionError(Throwable cause, Callback callback) {
        if (cause instanceof CloseException violation) {
            getConnection().cancelDemand();
            socket.violated(closing(violation));
            callback.succeeded();
            // The parser's thread does not ask for more input after an error.
            getConnection().fillInterested();
        } else {
            finished = true;
            super.processConnectionError(cause, callback);
            super.abort();
        }
    }

    /// A frame was not one that may come now.
    @Override
    public void processHandlerError(Throwable cause, Callback callback) {
        if (cause instanceof CloseException violation) {
            getConnection().cancelDemand();
            socket.violated(closing(violation));
            callback.succeeded();
        } else {
            super.processHandlerError(cause, callback);
        }
    }

    @Override
    protected void handle(Runnable runnable) {
        runnable.run();
    }

    private static Closing closing(CloseException violation) {
        if (violation instanceof Refused refused) {
            return refused.closing;
        }
        return Closing.because(
                switch (violation.getStatusCode()) {
                    case CloseStatus.BAD_PAYLOAD -> CloseReason.NOT_UTF8;
                    case CloseStatus.MESSAGE_TOO_LARGE -> CloseReason.MESSAGE_TOO_LARGE;
                    default -> CloseReason.FRAME_ERROR;
                });
    }

    private static ExtensionStack noExtensions() {
        var none = new ExtensionStack(COMPONENTS, Behavior.SERVER);
        none.negotiate(List.of(), List.of());
        return none;
    }

    /// A frame was refused when it had only begun.
    static final class Refused extends CloseException {
        private final transient Closing closing;

        Refused(Closing closing) {
            super(closing.code(), closing.text());
            this.closing = closing;
        }
    }
}
