package io.relayhub.telemetry;

import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;
import io.relayhub.relay.facts.RelayListener;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes the relay's facts to the log, one line each (docs/operations.md, "Watching"): who came and went at INFO,
/// requests
/// at DEBUG. Never what was asked or answered.
public final class RelayLog implements RelayListener {
    private static final Logger log = LoggerFactory.getLogger(RelayLog.class);

    @Override
    public void joined(String session, String role, String connector) {
        LoggingEventBuilder line = about(log.atInfo(), session).addKeyValue("role", role.toUpperCase(Locale.ROOT));
        (connector.isEmpty() ? line : line.addKeyValue("party", printable(connector))).log("joined");
    }

    @Override
    public void left(String session, String role) {
        // The transport's line of the same moment tells how; this one would only repeat who.
        about(log.atDebug(), session)
                .addKeyValue("role", role.toUpperCase(Locale.ROOT))
                .log("left");
    }

    @Override
    public void replaced(String session, String connector) {
        about(log.atInfo(), session)
                .addKeyValue("party", printable(connector))
                .log("gives way to a newer connection of the same connector");
    }

    @Override
    public void answered(String session, long nanos, boolean success) {
        about(log.atDebug(), session)
                .addKeyValue("success", success)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log("request answered");
    }

    @Override
    public void refused(String session, ErrorCode code, long nanos) {
        about(log.atDebug(), session)
                .addKeyValue("reason", code)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .log("request refused");
    }

    @Override
    public void abandoned(String session) {
        about(log.atDebug(), session).log("request abandoned, its agent has gone");
    }

    @Override
    public void orphaned(String session, Orphan reason) {
        about(log.atDebug(), session).addKeyValue("reason", reason).log("answer dropped");
    }

    @Override
    public void ejected(String session) {
        about(log.atWarn(), session).log("set aside for a while, it left too many requests unanswered");
    }

    @Override
    public void expelled(String session, CloseReason reason) {
        about(log.atInfo(), session).addKeyValue("reason", reason).log("closing a peer for what it said");
    }

    @Override
    public void draining(DrainPhase phase) {
        switch (phase) {
            case BEGUN -> log.info("drain begun: no new connections, no new requests");
            case OVER -> log.info("drain over");
        }
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, String session) {
        return line.addKeyValue("session", session);
    }

    /// A connector chose this text itself: it must not be able to begin a line of its own or to steer a terminal.
    private static String printable(String chosen) {
        StringBuilder text = new StringBuilder(chosen.length());
        chosen.codePoints().forEach(c -> text.appendCodePoint(isPlain(c) ? c : '?'));
        return text.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> codePoint != '"';
        };
    }
}
