package io.relayhub.telemetry;

import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import io.relayhub.websocket.SocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes the transport's facts to the log, one line each (docs/operations.md, "Watching"). Never what a peer sent,
/// never a
/// handshake's URI.
public final class SocketLog implements SocketListener {
    private static final Logger log = LoggerFactory.getLogger(SocketLog.class);

    @Override
    public void handshake(Handshake result) {
        if (result != Handshake.ACCEPTED) {
            log.atDebug().addKeyValue("reason", result).log("handshake refused");
        }
    }

    @Override
    public void opened(String session, Identity identity) {
        log.atInfo()
                .addKeyValue("session", session)
                .addKeyValue("identity", identity.name())
                .addKeyValue("tenant", identity.tenant())
                .log("connected");
    }

    @Override
    public void closed(String session, @Nullable Role role, int code, Initiator initiator) {
        about(log.atInfo(), session, role)
                .addKeyValue("reason", code)
                .addKeyValue("initiator", initiator)
                .log("disconnected");
    }

    @Override
    public void received(@Nullable Role role, int bytes) {
        // A line for each message is for nobody; the meters count them.
    }

    @Override
    public void sent(@Nullable Role role, int bytes) {
        // As for received.
    }

    @Override
    public void slowConsumer(String session, @Nullable Role role) {
        about(log.atWarn(), session, role).log("closing a peer that does not read");
    }

    @Override
    public void heartbeatTimeout(String session, @Nullable Role role) {
        about(log.atInfo(), session, role).log("closing a peer that fell silent");
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        log.atError()
                .addKeyValue("session", session)
                .addKeyValue("ref", reference)
                .setCause(new BareThrowable(cause))
                .log("a bug of the hub ended a conversation");
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, String session, @Nullable Role role) {
        return line.addKeyValue("session", session).addKeyValue("role", role == null ? PerRole.UNDECIDED : role);
    }
}
