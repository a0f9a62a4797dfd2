package io.relayhub.app;

import org.springframework.boot.web.server.PortInUseException;

/// A hub cannot start. The message is a sentence for whoever started it, without any secret.
public final class HubStartException extends RuntimeException {
    HubStartException(RuntimeException cause) {
        super("The hub cannot start: " + reason(cause), cause);
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException || cause instanceof BadSettingException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
