package io.relayhub.app;

import io.relayhub.app.failure.BadSettingException;
import org.springframework.boot.web.server.PortInUseException;

/// A hub cannot start. The message is a sentence for whoever started it, without any secret.
public final class HubStartException extends RuntimeException {
    HubStartException(RuntimeException cause) {
        super("The hub cannot start: " + reason(cause), cause);
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PortInUseException taken -> {
                    return "Port " + taken.getPort() + " is already in use: end what listens there, or choose another"
                            + " port (0 takes a free one).";
                }
                case BadSettingException bad -> {
                    return String.valueOf(bad.getMessage());
                }
                default -> {}
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
