package io.relayhub.websocket;

import io.relayhub.link.Identity;
import io.relayhub.link.Role;
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
    public void handshake(Handshake result) {
        handshakes.add(result);
    }

    @Override
    public void opened(String session, Identity identity) {
        opened.incrementAndGet();
    }

    @Override
    public void closed(String session, @Nullable Role role, int code, Initiator initiator) {
        closed.add(new Closed(code, initiator));
    }

    @Override
    public void received(@Nullable Role role, int bytes) {
        received.incrementAndGet();
    }

    @Override
    public void sent(@Nullable Role role, int bytes) {
        sent.incrementAndGet();
    }

    @Override
    public void slowConsumer(String session, @Nullable Role role) {
        slow.incrementAndGet();
    }

    @Override
    public void heartbeatTimeout(String session, @Nullable Role role) {
        if (session.equals(failAtHeartbeatOf)) {
            throw new IllegalStateException("a bug");
        }
        silent.incrementAndGet();
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        failure.set(cause);
    }
}
