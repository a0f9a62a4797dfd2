package io.relayhub.websocket;

import io.relayhub.link.Identity;
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
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger slow = new AtomicInteger();
    final AtomicInteger silent = new AtomicInteger();
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /// The session at whose heartbeat timeout there is a bug.
    volatile String failAtHeartbeatOf = "";

    @Override
    public void handshake(String endpoint, Handshake result) {
        handshakes.add(result);
    }

    @Override
    public void opened(Peer peer, Identity identity) {
        opened.incrementAndGet();
    }

    @Override
    public void closed(Peer peer, int code, Initiator initiator) {
        closed.add(new Closed(code, initiator));
    }

    @Override
    public void received(Peer peer, int messages, long bytes) {
        received.addAndGet(messages);
    }

    @Override
    public void sent(Peer peer, int messages, long bytes) {
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
}
