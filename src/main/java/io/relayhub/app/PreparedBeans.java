package io.relayhub.app;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/// The bean definitions that the build prepared (Spring's ahead-of-time processing), and whether they hold for this
/// start. The launcher asks for them with `-Dspring.aot.enabled=true`, because with them a hub is ready sooner. They
/// were made from the hub's own defaults, though, and settings of Spring Boot decide which beans there are: where
/// somebody sets one of those, the hub finds its beans out for itself, as any Spring Boot application does.
final class PreparedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    private static final List<ConfigurationPropertyName> DECISIVE = names("spring", "server", "management");

    /// Parts of those that no bean depends on.
    private static final List<ConfigurationPropertyName> HARMLESS = names(
            "spring.aot",
            "spring.application",
            "spring.config",
            "server.address",
            "server.port",
            "server.ssl",
            "server.jetty");

    private static final String OWN_DEFAULTS = "class path resource [application.yml]";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (AotDetector.useGeneratedArtifacts() && !hold(event.getEnvironment())) {
            SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
        }
    }

    static boolean hold(Environment environment) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> !isOwnDefaults(source))
                .flatMap(PreparedBeans::names)
                .noneMatch(name -> isIn(DECISIVE, name) && !isIn(HARMLESS, name));
    }

    private static boolean isOwnDefaults(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> file
                && file.getName().contains(OWN_DEFAULTS);
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource known ? known.stream() : Stream.empty();
    }

    private static boolean isIn(List<ConfigurationPropertyName> parts, ConfigurationPropertyName name) {
        return parts.stream().anyMatch(part -> part.equals(name) || part.isAncestorOf(name));
    }

    private static List<ConfigurationPropertyName> names(String... names) {
        return Stream.of(names).map(ConfigurationPropertyName::of).toList();
    }
}
