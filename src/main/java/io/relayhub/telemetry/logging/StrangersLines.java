package io.relayhub.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// The web server's warnings, in which bytes of strangers may stand, such as a `Host` header of control characters.
/// They are written without their text: which part of the server warned, of what and where, once a minute for each kind
/// with the number of those between.
///
/// Any thread; one lock, held for a look-up.
final class StrangersLines {
    private static final String SERVER = "org.eclipse.jetty";
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    /// There are fewer; what is beyond shares one.
    private static final int KINDS = 256;

    private final Logger own;
    private final LongSupplier clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private long next;
        private long kept;
    }

    /// @param own   writes the lines
    /// @param clock nanoseconds
    StrangersLines(Logger own, LongSupplier clock) {
        this.own = own;
        this.clock = clock;
    }

    /// @return the line as it may be written; null when it is not its turn
    @Nullable
    ILoggingEvent tame(ILoggingEvent line) {
        if (!line.getLoggerName().startsWith(SERVER) || !line.getLevel().isGreaterOrEqual(Level.WARN)) {
            return line;
        }
        IThrowableProxy thrown = line.getThrowableProxy();
        String what = thrown == null ? "none" : thrown.getClassName();
        String where = thrown == null ? "none" : top(thrown.getStackTraceElementProxyArray());
        long now = clock.getAsLong();
        long kept;
        synchronized (kinds) {
            String key = line.getLoggerName() + ' ' + what + ' ' + where;
            Kind kind = kinds.get(key);
            if (kind == null) {
                kind = new Kind();
                kind.next = now;
                kinds.put(kinds.size() < KINDS ? key : "", kind);
            }
            if (now - kind.next < 0) {
                kind.kept++;
                return null;
            }
            kind.next = now + PAUSE;
            kept = kind.kept;
            kind.kept = 0;
        }
        var told = new LoggingEvent(
                StrangersLines.class.getName(), own, line.getLevel(), "the web server warns of a request", null, null);
        told.setKeyValuePairs(List.of(
                new KeyValuePair("logger", line.getLoggerName()),
                new KeyValuePair("thrown", what),
                new KeyValuePair("at", where),
                new KeyValuePair("more", kept)));
        return told;
    }

    private static String top(StackTraceElementProxy[] frames) {
        if (frames.length == 0) {
            return "none";
        }
        StackTraceElement frame = frames[0].getStackTraceElement();
        return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
    }
}
