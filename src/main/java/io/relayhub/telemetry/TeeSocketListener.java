package io.relayhub.telemetry;

import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import io.relayhub.websocket.SocketListener;
import org.jspecify.annotations.Nullable;

/// Tells each fact to two listeners, so that what one counts the other has logged.
public record TeeSocketListener(SocketListener first, SocketListener second) implements SocketListener {
    @Override
    public void handshake(Handshake result) {
        first.handshake(result);
        second.handshake(result);
    }

    @Override
    public void opened(String session, Identity identity) {
        first.opened(session, identity);
        second.opened(session, identity);
    }

    @Override
    public void closed(String session, @Nullable Role role, int code, Initiator initiator) {
        first.closed(session, role, code, initiator);
        second.closed(session, role, code, initiator);
    }

    @Override
    public void received(@Nullable Role role, int bytes) {
        first.received(role, bytes);
        second.received(role, bytes);
    }

    @Override
    public void sent(@Nullable Role role, int bytes) {
        first.sent(role, bytes);
        second.sent(role, bytes);
    }

    @Override
    public void slowConsumer(String session, @Nullable Role role) {
        first.slowConsumer(session, role);
        second.slowConsumer(session, role);
    }

    @Override
    public void heartbeatTimeout(String session, @Nullable Role role) {
        first.heartbeatTimeout(session, role);
        second.heartbeatTimeout(session, role);
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        first.failed(session, reference, cause);
        second.failed(session, reference, cause);
    }
}
