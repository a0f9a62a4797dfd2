package io.relayhub.app;

import java.lang.management.ManagementFactory;
import java.text.MessageFormat;
import java.util.Locale;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Lets the JDK get ready what Jetty and Spring will ask it for in the middle of the start, and for which that would
/// wait: the platform's management beans, and the formats of the default locale.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ManagementPreinitializer implements BackgroundPreinitializer {
    @Override
    public void preinitialize() {
        // In the order in which they are asked for.
        var _ = new MessageFormat("", Locale.getDefault());
        ManagementFactory.getPlatformMBeanServer();
    }
}
