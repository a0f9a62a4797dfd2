package io.relayhub.app;

import java.net.URL;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.web.context.servlet.ApplicationServletEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/// Keeps a hub that is a part of another program to itself: it reads none of that program's settings and changes
/// nothing of its logging, its metrics and its end.
final class Embedding {
    private static final String OWN_CLASS = "/" + HubApplication.class.getName().replace('.', '/') + ".class";

    private Embedding() {}

    static void apply(SpringApplication application) {
        ApplicationServletEnvironment environment = new ApplicationServletEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        application.setEnvironment(environment);
        application.setDefaultProperties(
                Map.of("spring.config.location", ownDefaults(), "management.metrics.use-global-registry", "false"));
        application.setRegisterShutdownHook(false);
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
    }

    /// The `application.yml` beside our own classes; the surrounding program may have one of the same name.
    private static String ownDefaults() {
        URL own = Objects.requireNonNull(HubApplication.class.getResource(OWN_CLASS));
        String root = own.toString();
        return root.substring(0, root.length() - OWN_CLASS.length()) + "/application.yml";
    }
}
