package io.relayhub.telemetry;

import io.relayhub.link.Identity;
import io.relayhub.websocket.Peer;
import io.relayhub.websocket.SocketListener;

/// Tells each fact to two listeners, so that what one counts the other has logged.
public record TeeSocketListener(SocketListener first, SocketListener second) implements SocketListener {
    @Override
    public void handshake(String endpoint, Handshake result) {
        first.handshake(endpoint, result);
        second.handshake(endpoint, result);
    }

    @Override
    public void opened(Peer peer, Identity identity) {
        first.opened(peer, identity);
        second.opened(peer, identity);
    }

    @Override
    public void closed(Peer peer, int code, Initiator initiator) {
        first.closed(peer, code, initiator);
        second.closed(peer, code, initiator);
    }

    @Override
    public void received(Peer peer, int messages, long bytes) {
        first.received(peer, messages, bytes);
        second.received(peer, messages, bytes);
    }

    @Override
    public void sent(Peer peer, int messages, long bytes) {
        first.sent(peer, messages, bytes);
        second.sent(peer, messages, bytes);
    }

    @Override
    public void slowConsumer(Peer peer) {
        first.slowConsumer(peer);
        second.slowConsumer(peer);
    }

    @Override
    public void heartbeatTimeout(Peer peer) {
        first.heartbeatTimeout(peer);
        second.heartbeatTimeout(peer);
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        first.failed(session, reference, cause);
        second.failed(session, reference, cause);
    }
}
