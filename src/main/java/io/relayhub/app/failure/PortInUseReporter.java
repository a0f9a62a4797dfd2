package io.relayhub.app.failure;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Keeps Spring Boot's page-long report of a taken port out of the log: the exception that ends the start says it in
/// one sentence, to whoever started the hub.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortInUseReporter implements SpringBootExceptionReporter {
    /// @param context as Spring Boot hands it to every reporter
    @SuppressWarnings("UnusedVariable") // Spring Boot looks for this constructor
    PortInUseReporter(ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return true;
            }
        }
        return false;
    }
}
