package io.relayhub.daemon;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Something in the way of a daemon that a person has to look at. The message is a sentence for that person: what is
/// wrong and what to do; it never holds a secret.
public final class DaemonException extends RuntimeException {
    DaemonException(String message) {
        this(message, null);
    }

    DaemonException(String message, @Nullable IOException cause) {
        super(message, cause);
    }
}
