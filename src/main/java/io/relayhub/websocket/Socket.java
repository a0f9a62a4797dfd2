package io.relayhub.websocket;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import io.relayhub.websocket.SocketListener.Initiator;
import io.relayhub.websocket.frames.CloseCode;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.InboundLimits;
import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.OpCode;
import io.relayhub.websocket.frames.Outbound;
import io.relayhub.websocket.frames.Wire;
import io.relayhub.websocket.handshake.Reservation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketHandler;

/// One peer's connection, from the answered handshake until its file descriptor is free.
///
/// Bytes come in on the thread of the loop, or on one of the pool with TLS. Messages go out from any thread. [#onTick]
/// is called by the ticker alone. The end is told on a thread of the pool, so that whoever caused it is not called back
/// in the middle of something else.
final class Socket implements Session, Inbound.Receiver, Outbound.Listener, Wire.Reader {
    private final String id;
    private final Reservation reservation;
    private final Sockets sockets;
    private final SocketListener listener;
    private final Executor executor;
    private final CloseState closing;
    private final Inbound inbound;
    private final SocketReader reader;
    private final Outbound outbound;
    private final Deadlines deadlines;
    private final Wire wire;
    private final HandlerSession handler;
    private final SerialCalls serial = new SerialCalls(this::tellEnd);

    private volatile Peer peer;
    /// Whether the peer goes on as nobody can understand, so that its answer to the close may never come.
    private volatile boolean refused;

    /// Touched within the serial calls.
    private boolean opened;

    private int receivedMessages;
    private long receivedBytes;

    /// @param executor tells the end
    /// @param handler  the endpoint's, without Spring's decorators
    Socket(
            Reservation reservation,
            Sockets sockets,
            Wire wire,
            Executor executor,
            Endpoint endpoint,
            WebSocketHandler handler) {
        SocketSettings settings = endpoint.settings();
        this.id = sockets.nextName();
        this.peer = new Peer(id, endpoint.name(), null);
        this.reservation = reservation;
        this.sockets = sockets;
        this.listener = sockets.listener();
        this.executor = executor;
        this.wire = wire;
        this.closing = new CloseState(settings.timeouts().close().toNanos());
        InboundLimits limits = settings.inbound();
        this.inbound = new Inbound(
                limits,
                () -> reservation.awaitsLogin()
                        ? Math.min(Reservation.LONGEST_LOGIN, limits.maxMessageBytes())
                        : limits.maxMessageBytes(),
                sockets.budget(),
                this);
        this.outbound = new Outbound(wire, sockets.chunks(), sockets.outbound(settings), this);
        this.deadlines = new Deadlines(
                settings,
                reservation.identity(),
                inbound,
                outbound,
                closing,
                sockets.clock().getAsLong());
        this.reader = new SocketReader(wire, inbound, deadlines);
        this.handler = new HandlerSession(this, handler, settings.path());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Identity identity() {
        return reservation.identity();
    }

    @Override
    public Map<String, String> parameters() {
        return reservation.parameters();
    }

    @Override
    public Map<String, String> headers() {
        return reservation.headers();
    }

    @Override
    public String path() {
        return reservation.path();
    }

    Reservation reservation() {
        return reservation;
    }

    @Override
    public Delivery send(Message.Kind kind, Pieces pieces) {
        int opCode = switch (kind) {
            case TEXT -> OpCode.TEXT;
            case BINARY -> OpCode.BINARY;
        };
        Loop loop = Loop.current();
        return outbound.offer(opCode, pieces, loop, now(loop));
    }

    @Override
    public void source(@Nullable Source source) {
        outbound.source(source);
        pull();
    }

    @Override
    public void pull() {
        Loop loop = Loop.current();
        outbound.pull(loop, now(loop));
    }

    @Override
    public void close(Closing why) {
        long now = now();
        if (closing.begin(why.code(), Initiator.HUB, now)) {
            inbound.skipData();
            if (!outbound.seal(payload(why.code(), why.text()), now)) {
                wire.close();
            }
        }
    }

    @Override
    public void decided(String part) {
        peer = peer.as(part);
    }

    /// The loop's time within a round, else the clock's.
    long now() {
        return now(Loop.current());
    }

    private long now(@Nullable Loop loop) {
        return loop == null ? sockets.clock().getAsLong() : loop.now();
    }

    // What the network brings.

    /// The handshake is about to be answered: whoever reads the answer is known to the dialect. What the dialect sends
    /// waits until the answer has left.
    void open() {
        if (!serial.enter()) {
            return;
        }
        try {
            opened = true;
            listener.opened(peer, identity());
            handler.opened();
        } finally {
            serial.leave();
        }
    }

    /// The handshake has been answered.
    ///
    /// @param first what came behind the handshake; null for nothing
    void started(@Nullable ByteBuffer first, Loop loop) {
        outbound.start(loop.now());
        if (first == null || !serial.enter()) {
            return;
        }
        try {
            reader.take(first, loop);
        } finally {
            tellReceived();
            serial.leave();
        }
    }

    @Override
    public void readable(Loop loop) {
        if (!serial.enter()) {
            return;
        }
        try {
            if (!reader.read(loop)) {
                wire.close();
            }
        } catch (IOException broken) {
            wire.close();
        } catch (RuntimeException bug) {
            failed(bug);
        } finally {
            tellReceived();
            serial.leave();
        }
    }

    private void tellReceived() {
        if (receivedMessages > 0) {
            listener.received(peer, receivedMessages, receivedBytes);
            receivedMessages = 0;
            receivedBytes = 0;
        }
    }

    @Override
    public void writable(Loop loop) {
        writable(loop.now());
    }

    void writable(long now) {
        outbound.writable(now);
    }

    /// The file descriptor is free. May be called more than once.
    void ended() {
        if (!closing.complete()) {
            return;
        }
        closing.begin(CloseCode.ABNORMAL, Initiator.NETWORK, now());
        outbound.drop();
        inbound.close();
        sockets.remove(this);
        reservation.giveBack();
        try {
            executor.execute(serial::end);
        } catch (RejectedExecutionException stopping) {
            serial.end();
        }
    }

    boolean isClosing() {
        return closing.hasBegun();
    }

    // What the peer did.

    @Override
    public void received(Message message) {
        receivedMessages++;
        receivedBytes += message.length();
        handler.received(message);
    }

    @Override
    public void pinged(byte[] payload) {
        Loop loop = Loop.current();
        outbound.control(OpCode.PONG, payload, loop, now(loop));
        handler.pinged();
    }

    @Override
    public void peerCloses(int code) {
        long now = now();
        boolean both = closing.peerClosed(code, now);
        inbound.skipData();
        if (both || !outbound.seal(code == CloseCode.NONE ? new byte[0] : payload(code, ""), now)) {
            wire.close();
        }
    }

    @Override
    public void violated(Closing why) {
        refused = true;
        close(why);
    }

    // What the network took.

    @Override
    public void sent(int messages, long bytes, long now) {
        listener.sent(peer, messages, bytes);
        deadlines.sent(now);
    }

    @Override
    public void finished() {
        if (closing.hubClosed()) {
            wire.close();
        } else if (refused) {
            // A socket that is closed with unread input is reset, and the peer would never see why.
            wire.finish();
        }
    }

    @Override
    public void broken() {
        wire.close();
    }

    /// A bug: tells the log everything and the peer where to find it.
    void failed(Throwable cause) {
        String reference =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        listener.failed(id, reference, cause);
        close(new Closing(CloseReason.INTERNAL, "ref=" + reference));
    }

    // What time brings.

    /// @param since the last tick
    void onTick(long now, long since) {
        if (!wire.isOpen()) {
            ended();
            return;
        }
        if (deadlines.wasPaused(since)) {
            deadlines.excuse(now);
        }
        outbound.retry(now);
        switch (deadlines.next(now)) {
            case NOTHING -> {}
            case PING -> {
                deadlines.sent(now);
                outbound.control(OpCode.PING, new byte[0], null, now);
            }
            case CUT -> wire.close();
            case SLOW_CONSUMER -> {
                listener.slowConsumer(peer);
                close(Closing.because(CloseReason.SLOW_CONSUMER));
            }
            case MESSAGE_TIMEOUT -> close(Closing.because(CloseReason.MESSAGE_TIMEOUT));
            case EXPIRED -> close(Closing.because(CloseReason.TOKEN_REVOKED));
            case HEARTBEAT_TIMEOUT -> {
                listener.heartbeatTimeout(peer);
                close(Closing.because(CloseReason.HEARTBEAT_TIMEOUT));
            }
        }
    }

    long queuedBytes() {
        return outbound.bytes();
    }

    private void tellEnd() {
        CloseState.Cause cause = closing.cause();
        if (opened && cause != null) {
            handler.closed(cause.code());
            listener.closed(peer, cause.code(), cause.initiator());
        }
    }

    /// RFC 6455 section 5.5.1.
    private static byte[] payload(int code, String text) {
        byte[] reason = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + reason.length)
                .putShort((short) code)
                .put(reason)
                .array();
    }

    @Override
    public String toString() {
        return id;
    }
}
