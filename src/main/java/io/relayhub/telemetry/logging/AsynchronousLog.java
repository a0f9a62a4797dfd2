package io.relayhub.telemetry.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/// The set-up in which nobody who logs waits for the console or the log file (docs/operations.md, "Watching").
public final class AsynchronousLog {
    static final LongAdder DROPPED = new LongAdder();

    private AsynchronousLog() {}

    /// Puts a [DetachedAppender] before each appender of the root logger that writes to a console or a file. Does
    /// nothing where that is done already, or where the logging is not Logback's.
    public static void install() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger own = context.getLogger(AsynchronousLog.class);
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(appenders::add);
        for (Appender<ILoggingEvent> appender : appenders) {
            if (appender instanceof OutputStreamAppender<ILoggingEvent>) {
                var detached = new DetachedAppender(appender, new StrangersLines(own, System::nanoTime), own);
                detached.start();
                root.detachAppender(appender);
                root.addAppender(detached);
            }
        }
    }

    /// Lines that were dropped in this process so far.
    public static long dropped() {
        return DROPPED.sum();
    }
}
