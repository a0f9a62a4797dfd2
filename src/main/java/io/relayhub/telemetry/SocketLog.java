package io.relayhub.telemetry;

import io.relayhub.link.Identity;
import io.relayhub.websocket.Peer;
import io.relayhub.websocket.SocketListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes the transport's facts to the log, one line each (docs/operations.md, "Watching"). Never what a peer sent,
/// never a
/// handshake's URI.
public final class SocketLog implements SocketListener {
    private static final Logger log = LoggerFactory.getLogger(SocketLog.class);

    @Override
    public void handshake(String endpoint, Handshake result) {
        if (result != Handshake.ACCEPTED) {
            log.atDebug()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("reason", result)
                    .log("handshake refused");
        }
    }

    @Override
    public void opened(Peer peer, Identity identity) {
        log.atInfo()
                .addKeyValue("session", peer.session())
                .addKeyValue("endpoint", peer.endpoint())
                .addKeyValue("identity", identity.name())
                .addKeyValue("tenant", identity.tenant())
                .log("connected");
    }

    @Override
    public void closed(Peer peer, int code, Initiator initiator) {
        about(log.atInfo(), peer)
                .addKeyValue("reason", code)
                .addKeyValue("initiator", initiator)
                .log("disconnected");
    }

    @Override
    public void received(Peer peer, int messages, long bytes) {
        // A line for each message is for nobody; the meters count them.
    }

    @Override
    public void sent(Peer peer, int messages, long bytes) {
        // As for received.
    }

    @Override
    public void slowConsumer(Peer peer) {
        about(log.atWarn(), peer).log("closing a peer that does not read");
    }

    @Override
    public void heartbeatTimeout(Peer peer) {
        about(log.atInfo(), peer).log("closing a peer that fell silent");
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        log.atError()
                .addKeyValue("session", session)
                .addKeyValue("ref", reference)
                .setCause(new RedactedThrowable(cause))
                .log("a bug of the hub ended a conversation");
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Peer peer) {
        return line.addKeyValue("session", peer.session())
                .addKeyValue("endpoint", peer.endpoint())
                .addKeyValue("role", peer.part() == null ? PerRole.UNDECIDED : peer.part());
    }
}
