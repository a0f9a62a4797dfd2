package io.relayhub.websocket;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Closing;
import io.relayhub.link.Identity;
import io.relayhub.link.Session;
import io.relayhub.websocket.connection.Deadlines;
import io.relayhub.websocket.frames.ChunkPool;
import io.relayhub.websocket.frames.OutboundLimits;
import io.relayhub.websocket.handshake.ConnectionLimit;
import io.relayhub.websocket.loop.SpareLoops;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The open connections: how many there may be, how many there are, and their time.
///
/// Threads: any, but [#onTick] is called by one at a time.
public final class Sockets {
    private final SocketListener listener;
    private final LongSupplier clock;
    private final InstantSource today;
    private final AssemblyBudget budget;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ConnectionLimit places;
    private final ChunkPool chunks;
    private final long outboundBytes;
    private final SpareLoops spareLoops;
    private final AtomicLong names = new AtomicLong();
    private long lastTick;

    /// @param budget for what is unfinished, of which others may claim, too
    /// @param clock  nanoseconds; all times are compared by difference
    /// @param today  tells how long an identity is still valid
    public Sockets(
            Capacity capacity,
            AssemblyBudget budget,
            SocketListener listener,
            LongSupplier clock,
            InstantSource today) {
        this.listener = listener;
        this.clock = clock;
        this.today = today;
        this.budget = budget;
        this.places = new ConnectionLimit(capacity.maxConnections());
        this.outboundBytes = capacity.outboundBytes();
        this.chunks = new ChunkPool(outboundBytes, capacity.outboundReserve());
        this.spareLoops = new SpareLoops(clock);
        this.lastTick = clock.getAsLong();
    }

    /// Looks after everything that time brings: silence, pings, slow writes, unfinished messages and closes,
    /// expired identities. To be called about ten times a second. A call that comes late by more than a second (or
    /// a tenth of an endpoint's heartbeat timeout, if that is longer) shows that the hub itself was paused; all
    /// peers then get their full time again. A bug that strikes at one of them ends that connection alone.
    ///
    /// @param now nanoseconds of the clock that was given
    public void onTick(long now) {
        long since = now - lastTick;
        lastTick = now;
        for (Socket socket : open) {
            try {
                socket.onTick(now, since);
            } catch (RuntimeException | Error failure) {
                socket.failed(failure);
            }
        }
    }

    /// From now on every handshake is refused with 503 `DRAINING`.
    public void refuseNew() {
        places.close();
    }

    /// Closes connections, each after what is queued for it.
    ///
    /// @param closings what each is told; null leaves the connection open
    public void closeAll(Function<Session, @Nullable Closing> closings) {
        for (Socket socket : open) {
            Closing closing = closings.apply(socket.session());
            if (closing != null) {
                socket.session().close(closing);
            }
        }
    }

    /// Connections under the limit, those that are just being opened or closed included.
    public int count() {
        return places.taken();
    }

    public int limit() {
        return places.limit();
    }

    /// Bytes that wait to be written to peers, all together.
    public long queuedBytes() {
        long sum = 0;
        for (Socket socket : open) {
            sum += socket.queuedBytes();
        }
        return sum;
    }

    /// Bytes that unfinished inbound messages and lines take, all together.
    public long assemblyBytes() {
        return budget.used();
    }

    ChunkPool chunks() {
        return chunks;
    }

    /// What may wait for one peer: never more than a quarter of what all others leave of the budget. So the more slow
    /// peers there are the less each may have, and there is room for those that come later.
    OutboundLimits outbound(SocketSettings settings) {
        return new OutboundLimits(settings.limits().outboundQueueSize().toBytes(), this::share);
    }

    /// A quarter of what others leave is a third of what is left beside it.
    private long share() {
        return (outboundBytes - chunks.bytes()) / 3;
    }

    SpareLoops spareLoops() {
        return spareLoops;
    }

    ConnectionLimit places() {
        return places;
    }

    void add(Socket socket) {
        open.add(socket);
    }

    void remove(Socket socket) {
        open.remove(socket);
    }

    String nextName() {
        return "s" + names.incrementAndGet();
    }

    SocketListener listener() {
        return listener;
    }

    LongSupplier clock() {
        return clock;
    }

    /// Nanoseconds of the clock at which this identity expires.
    long validUntil(Identity identity, long now) {
        return Deadlines.validUntil(identity.expiresAt(), today.instant(), now);
    }

    AssemblyBudget budget() {
        return budget;
    }
}
