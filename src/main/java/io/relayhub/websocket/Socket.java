package io.relayhub.websocket;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import io.relayhub.websocket.SocketListener.Initiator;
import io.relayhub.websocket.frames.Inbound;
import io.relayhub.websocket.frames.Inbound.Finality;
import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.Outbound;
import io.relayhub.websocket.handshake.Reservation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/// One peer's connection, from the answered handshake until its file descriptor is free.
///
/// Frames come in on the thread that reads: the selector's, or one of the pool with TLS. Messages go out from any
/// thread. [#onTick] is called by the ticker alone. The end is told on a thread of the pool, so that whoever caused
/// it is not called back in the middle of something else.
final class Socket implements Session, FrameHandler, Inbound.Receiver {
    private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final String id;
    private final Reservation reservation;
    private final Sockets sockets;
    private final SocketListener listener;
    private final LongSupplier clock;
    private final Ending ending;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Deadlines deadlines;
    private final PeerChannel channel;
    private final PeerConnection connection;
    private final HandlerSession handler;
    private final Turn turn = new Turn(this::tellEnd);

    private volatile Peer peer;
    private final long pauseNanos;
    private boolean opened;

    Socket(Reservation reservation, Sockets sockets, EndPoint endPoint, Connector connector, WebSocketHandler handler) {
        Endpoint endpoint = ((DialectHandler) WebSocketHandlerDecorator.unwrap(handler)).endpoint();
        SocketSettings settings = endpoint.settings();
        this.id = sockets.nextName();
        this.peer = new Peer(id, endpoint.name(), null);
        this.reservation = reservation;
        this.sockets = sockets;
        this.listener = sockets.listener();
        this.clock = sockets.clock();
        this.ending = new Ending(settings.timeouts().close().toNanos());
        this.inbound = new Inbound(settings.inbound(), sockets.budget(), clock, this);
        this.outbound =
                new Outbound(this::write, settings.limits().outboundQueueSize().toBytes(), clock);
        this.deadlines = new Deadlines(settings, reservation.identity(), inbound, outbound, ending, clock.getAsLong());
        this.pauseNanos =
                Math.max(SHORTEST_PAUSE, settings.heartbeat().timeout().toNanos() / 10);
        this.channel = new PeerChannel(this);
        this.connection = new PeerConnection(endPoint, connector, channel, this, inbound);
        this.handler = new HandlerSession(this, handler, settings.path());
    }

    PeerConnection connection() {
        return connection;
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
        byte opCode = switch (kind) {
            case TEXT -> OpCode.TEXT;
            case BINARY -> OpCode.BINARY;
        };
        return send(new Frame(opCode, ByteBuffer.wrap(pieces.toArray()))) ? Delivery.QUEUED : Delivery.CLOSED;
    }

    @Override
    public void close(Closing closing) {
        if (begin(closing.code(), Initiator.HUB)) {
            outbound.seal(closeFrame(closing));
        }
    }

    @Override
    public void decided(String part) {
        peer = peer.as(part);
    }

    long now() {
        return clock.getAsLong();
    }

    // What Jetty tells.

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        callback.succeeded();
        turn.take(() -> {
            opened = true;
            listener.opened(peer, identity());
            handler.opened();
        });
        session.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        deadlines.heard(clock.getAsLong());
        ByteBuffer payload = frame.getPayload();
        switch (frame.getOpCode()) {
            case OpCode.PING -> {
                if (inbound.control()) {
                    var copy = new byte[payload.remaining()];
                    payload.get(payload.position(), copy);
                    send(new Frame(OpCode.PONG, ByteBuffer.wrap(copy)));
                }
            }
            case OpCode.PONG -> inbound.control();
            case OpCode.CLOSE -> {
                ending.peerCloses(CloseStatus.getCloseStatus(frame).getCode(), clock.getAsLong());
                outbound.dropAndSeal();
            }
            default -> inbound.data(frame.getOpCode(), frame.isFin() ? Finality.LAST : Finality.MORE_FOLLOW, payload);
        }
        callback.succeeded();
        if (!ending.peerHasClosed()) {
            channel.demand();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    /// The protocol is over; the connection may not be: [#ended] tells.
    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        callback.succeeded();
    }

    /// The file descriptor is free. May be called more than once.
    void ended() {
        if (!ending.complete()) {
            return;
        }
        begin(CloseStatus.NO_CLOSE, Initiator.NETWORK);
        outbound.dropAndSeal();
        inbound.close();
        sockets.remove(this);
        reservation.giveBack();
        try {
            connection.getExecutor().execute(turn::end);
        } catch (RejectedExecutionException stopping) {
            turn.end();
        }
    }

    boolean isClosing() {
        return ending.hasBegun();
    }

    boolean peerHasClosed() {
        return ending.peerHasClosed();
    }

    // What the peer did.

    @Override
    public void received(Message message) {
        listener.received(peer, 1, message.length());
        turn.take(() -> handler.received(message));
    }

    @Override
    public void violated(Closing closing) {
        close(closing);
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
        if (since > pauseNanos) {
            deadlines.excuse(now);
        }
        if (!channel.isConnected()) {
            ended();
            return;
        }
        switch (deadlines.next(now)) {
            case NOTHING -> {}
            case PING -> {
                deadlines.sent(now);
                send(new Frame(OpCode.PING));
            }
            case CUT -> channel.cut();
            case SLOW_CONSUMER -> tooSlow();
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

    private boolean send(Frame frame) {
        return switch (outbound.offer(frame, Loop.current())) {
            case QUEUED -> true;
            case TOO_SLOW -> {
                tooSlow();
                yield false;
            }
            case SEALED -> false;
        };
    }

    private void write(Frame frame, Callback callback, boolean more) {
        if (frame.isDataFrame()) {
            listener.sent(peer, 1, frame.getPayloadLength());
        }
        if (!more) {
            deadlines.sent(clock.getAsLong());
        }
        channel.sendFrame(frame, callback, more);
    }

    private void tooSlow() {
        var closing = Closing.because(CloseReason.SLOW_CONSUMER);
        if (begin(closing.code(), Initiator.HUB)) {
            listener.slowConsumer(peer);
            outbound.dropAndSeal(closeFrame(closing));
        }
    }

    private boolean begin(int code, Initiator initiator) {
        return ending.begin(code, initiator, clock.getAsLong());
    }

    private void tellEnd() {
        Ending.Cause cause = ending.cause();
        if (opened && cause != null) {
            handler.closed(cause.code());
            listener.closed(peer, cause.code(), cause.initiator());
        }
    }

    private static Frame closeFrame(Closing closing) {
        return new CloseStatus(closing.code(), closing.text()).toFrame();
    }

    @Override
    public String toString() {
        return id;
    }
}
