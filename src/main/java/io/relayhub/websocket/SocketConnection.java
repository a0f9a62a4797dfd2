package io.relayhub.websocket;

import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.Wire;
import io.relayhub.websocket.loop.JettyWire;
import io.relayhub.websocket.loop.LoopEndPoint;
import io.relayhub.websocket.loop.PlainWire;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/// Jetty's connection of one [Socket], from the answered handshake on: takes what came behind the handshake, lets the
/// socket read when there is something, and tells it when the connection has physically ended.
final class SocketConnection extends AbstractConnection implements Connection.UpgradeTo {
    private final Sockets sockets;
    private @Nullable Socket socket;
    private @Nullable ByteBuffer behindHandshake;

    SocketConnection(EndPoint endPoint, Executor executor, Sockets sockets) {
        super(endPoint, executor);
        this.sockets = sockets;
    }

    /// Whose connection this is. To be told before it opens.
    void serve(Socket served) {
        socket = served;
    }

    private Socket socket() {
        return Objects.requireNonNull(socket, "a connection serves a socket from its opening on");
    }

    /// The way to the bytes.
    Wire wire() {
        return getEndPoint() instanceof LoopEndPoint plain
                ? new PlainWire(plain)
                : new JettyWire(
                        getEndPoint(), () -> socket().writable(sockets.clock().getAsLong()));
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        behindHandshake = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Liveness is the hub's own affair.
        getEndPoint().setIdleTimeout(0);
        if (getEndPoint() instanceof LoopEndPoint plain) {
            plain.hand(socket(), loop -> socket().started(takeBehindHandshake(), loop));
        } else {
            inSpareLoop(loop -> {
                socket().started(takeBehindHandshake(), loop);
                socket().readable(loop);
            });
        }
    }

    private @Nullable ByteBuffer takeBehindHandshake() {
        ByteBuffer taken = behindHandshake;
        behindHandshake = null;
        return taken;
    }

    @Override
    public void onFillable() {
        inSpareLoop(socket()::readable);
    }

    private void inSpareLoop(Consumer<Loop> work) {
        sockets.spareLoops().use(work);
        if (getEndPoint().isOpen()) {
            fillInterested();
        }
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        socket().ended();
    }
}
