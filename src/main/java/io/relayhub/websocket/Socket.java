package io.relayhub.websocket;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Message;
import io.relayhub.websocket.connection.CloseState;
import io.relayhub.websocket.connection.ClosingHandshake;
import io.relayhub.websocket.connection.Deadlines;
import io.relayhub.websocket.connection.Initiator;
import io.relayhub.websocket.connection.SerialCalls;
import io.relayhub.websocket.connection.SocketReader;
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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketHandler;

/// One peer's connection, from the answered handshake until its file descriptor is free.
///
/// Bytes come in on the thread of the loop, or on one of the pool with TLS. Messages go out from any thread. [#onTick]
/// is called by the ticker alone. The end is told on a thread of the pool, so that whoever caused it is not called back
/// in the middle of something else.
final class Socket implements Inbound.Receiver, Outbound.Listener, Wire.Reader {
    private final Reservation reservation;
    private final SocketSession session;
    private final Sockets sockets;
    private final SocketFacts facts;
    private final Executor executor;
    private final CloseState closing;
    private final ClosingHandshake closes;
    private final Inbound inbound;
    private final SocketReader reader;
    private final Outbound outbound;
    private final Deadlines deadlines;
    private final Wire wire;
    private final HandlerSession handler;
    private final SerialCalls serial = new SerialCalls(this::tellEnd);

    /// Touched within the serial calls.
    private boolean opened;

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
        this.reservation = reservation;
        this.sockets = sockets;
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
        this.closes = new ClosingHandshake(closing, inbound, outbound, wire);
        var peer = new Peer(sockets.nextName(), endpoint.name(), null);
        this.session = new SocketSession(peer, reservation, outbound, closes, sockets.clock());
        this.facts = new SocketFacts(sockets.listener(), session);
        long now = sockets.clock().getAsLong();
        this.deadlines = new Deadlines(
                settings.deadlines(), sockets.validUntil(reservation.identity(), now), inbound, outbound, closing, now);
        this.reader = new SocketReader(wire, inbound, deadlines);
        this.handler = new HandlerSession(this, handler, settings.path());
    }

    SocketSession session() {
        return session;
    }

    /// The loop's time within a round, else the clock's.
    long now() {
        return session.now();
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
            facts.opened();
            handler.opened();
        } catch (RuntimeException | Error bug) {
            failed(bug);
        } finally {
            serial.leave();
        }
    }

    /// The handshake has been answered.
    ///
    /// @param first what came behind the handshake; null for nothing
    void started(@Nullable ByteBuffer first, Loop loop) {
        outbound.start(loop.now());
        if (first != null) {
            read(first, loop);
        }
    }

    @Override
    public void readable(Loop loop) {
        read(null, loop);
    }

    /// @param first what came behind the handshake; null for what the wire has
    private void read(@Nullable ByteBuffer first, Loop loop) {
        if (!serial.enter()) {
            return;
        }
        try {
            if (first != null) {
                reader.take(first, loop);
            } else if (!reader.read(loop)) {
                wire.close();
            }
            facts.tellReceived();
        } catch (IOException broken) {
            wire.close();
        } catch (RuntimeException | Error bug) {
            failed(bug);
        } finally {
            serial.leave();
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
        facts.received(message.length());
        handler.received(message);
    }

    @Override
    public void pinged(byte[] payload) {
        outbound.control(OpCode.PONG, payload, Loop.current(), now());
        handler.pinged();
    }

    @Override
    public void peerCloses(int code) {
        closes.peerCloses(code, now());
    }

    @Override
    public void violated(Closing why) {
        closes.refuse(why, now());
    }

    // What the network took.

    @Override
    public void sent(int messages, long bytes, long now) {
        deadlines.sent(now);
        try {
            facts.sent(messages, bytes);
        } catch (RuntimeException | Error bug) {
            // Whoever wrote this may have been at the end of a round in which others wait.
            failed(bug);
        }
    }

    @Override
    public void finished() {
        closes.sent();
    }

    @Override
    public void broken() {
        wire.close();
    }

    /// A bug: tells the log everything and the peer where to find it.
    void failed(Throwable cause) {
        session.close(new Closing(CloseReason.INTERNAL, "ref=" + facts.failed(cause)));
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
                facts.slowConsumer();
                session.close(Closing.because(CloseReason.SLOW_CONSUMER));
            }
            case MESSAGE_TIMEOUT -> session.close(Closing.because(CloseReason.MESSAGE_TIMEOUT));
            case EXPIRED -> session.close(Closing.because(CloseReason.TOKEN_REVOKED));
            case HEARTBEAT_TIMEOUT -> {
                facts.heartbeatTimeout();
                session.close(Closing.because(CloseReason.HEARTBEAT_TIMEOUT));
            }
        }
    }

    long queuedBytes() {
        return outbound.bytes();
    }

    private void tellEnd() {
        CloseState.Cause cause = closing.cause();
        if (!opened || cause == null) {
            return;
        }
        handler.closed(cause.code());
        try {
            facts.tellReceived();
            facts.closed(cause);
        } catch (RuntimeException | Error bug) {
            failed(bug);
        }
    }

    @Override
    public String toString() {
        return session.id();
    }
}
