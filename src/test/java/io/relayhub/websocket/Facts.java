package io.relayhub.websocket;

import io.relayhub.link.Identity;
import io.relayhub.websocket.connection.Initiator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Remembers what a [SocketListener] is told.
final class Facts implements SocketListener {
    /// An end as it was told.
    record Closed(int code, Initiator initiator) {}

    final List<Handshake> handshakes = new CopyOnWriteArrayList<>();
    final List<Closed> closed = new CopyOnWriteArrayList<>();
    final List<String> tickFailures = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger slow = new AtomicInteger();
    final AtomicInteger silent = new AtomicInteger();
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /// The facts at which a bug can be.
    enum Kind {
        OPENED,
        RECEIVED,
        SENT,
        CLOSED
    }

    /// The fact at which there is a bug; null for none.
    volatile @Nullable Kind failAt;

    /// The session whose facts have no bug all the same.
    volatile String spared = "";

    /// The session at whose heartbeat timeout there is a bug.
    volatile String failAtHeartbeatOf = "";

    @Override
    public void handshake(String endpoint, Handshake result) {
        handshakes.add(result);
    }

    private void told(Kind kind, Peer peer) {
        if (failAt == kind && !peer.session().equals(spared)) {
            throw new IllegalStateException("a bug of the listener");
        }
    }

    @Override
    public void opened(Peer peer, Identity identity) {
        told(Kind.OPENED, peer);
        opened.incrementAndGet();
    }

    @Override
    public void closed(Peer peer, int code, Initiator initiator) {
        told(Kind.CLOSED, peer);
        closed.add(new Closed(code, initiator));
    }

    @Override
    public void received(Peer peer, int messages, long bytes) {
        told(Kind.RECEIVED, peer);
        received.addAndGet(messages);
    }

    @Override
    public void sent(Peer peer, int messages, long bytes) {
        told(Kind.SENT, peer);
        sent.addAndGet(messages);
    }

    @Override
    public void slowConsumer(Peer peer) {
        slow.incrementAndGet();
    }

    @Override
    public void heartbeatTimeout(Peer peer) {
        if (peer.session().equals(failAtHeartbeatOf)) {
            throw new IllegalStateException("a bug");
        }
        silent.incrementAndGet();
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        failure.set(cause);
    }

    @Override
    public void tickFailed(String part, Throwable cause) {
        tickFailures.add(part);
    }
}
