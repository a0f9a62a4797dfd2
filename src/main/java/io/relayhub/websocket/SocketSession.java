package io.relayhub.websocket;

import io.relayhub.link.Closing;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import io.relayhub.websocket.connection.ClosingHandshake;
import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.OpCode;
import io.relayhub.websocket.frames.Outbound;
import io.relayhub.websocket.handshake.Reservation;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One connection as its dialect sees it: who the peer is, and the way to it.
final class SocketSession implements Session {
    private final Reservation reservation;
    private final Outbound outbound;
    private final ClosingHandshake closes;
    private final LongSupplier clock;
    private volatile Peer peer;

    /// @param peer  before its dialect has decided what it is
    /// @param clock nanoseconds
    SocketSession(Peer peer, Reservation reservation, Outbound outbound, ClosingHandshake closes, LongSupplier clock) {
        this.peer = peer;
        this.reservation = reservation;
        this.outbound = outbound;
        this.closes = closes;
        this.clock = clock;
    }

    @Override
    public String id() {
        return peer.session();
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

    /// For logs and meters.
    Peer peer() {
        return peer;
    }

    @Override
    public void decided(String part) {
        peer = peer.as(part);
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
        closes.begin(why, now());
    }

    /// The loop's time within a round, else the clock's.
    long now() {
        return now(Loop.current());
    }

    private long now(@Nullable Loop loop) {
        return loop == null ? clock.getAsLong() : loop.now();
    }

    @Override
    public String toString() {
        return id();
    }
}
