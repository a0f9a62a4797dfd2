package io.relayhub.telemetry;

import org.jspecify.annotations.Nullable;

/// Another throwable's types and stack frames without its messages: a parser's message, for one, quotes the message
/// that it could not parse, and that must not reach the log.
public final class RedactedThrowable extends Exception {
    /// A chain of causes longer than this says nothing more, and one that runs in a circle ends.
    private static final int MAX_CAUSES = 8;

    public RedactedThrowable(Throwable origin) {
        this(origin, MAX_CAUSES);
    }

    private RedactedThrowable(Throwable origin, int causes) {
        super(origin.getClass().getName(), bareCause(origin, causes), false, true);
        setStackTrace(origin.getStackTrace());
    }

    private static @Nullable Throwable bareCause(Throwable origin, int causes) {
        Throwable cause = origin.getCause();
        return cause == null || causes == 0 ? null : new RedactedThrowable(cause, causes - 1);
    }
}
