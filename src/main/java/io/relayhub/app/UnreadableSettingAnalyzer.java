package io.relayhub.app;

import io.relayhub.app.failure.BadSettingException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/// Says which `relayhub.*` property could not be read and where it stands. It goes before Spring Boot's own analyzers,
/// which print the value: it may be a token.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableSettingAnalyzer extends AbstractFailureAnalyzer<ConfigurationPropertiesBindException> {
    private static final String ACTION = "The settings, their units and defaults are listed in docs/operations.md.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConfigurationPropertiesBindException cause) {
        if (cause.getBeanType() != HubProperties.class) {
            return null;
        }
        BadSettingException bad = findCause(cause, BadSettingException.class);
        if (bad != null) {
            return new FailureAnalysis(String.valueOf(bad.getMessage()), ACTION, cause);
        }
        UnboundConfigurationPropertiesException unknown =
                findCause(cause, UnboundConfigurationPropertiesException.class);
        if (unknown != null) {
            return new FailureAnalysis(unknown(unknown), ACTION, cause);
        }
        BindException unreadable = findCause(cause, BindException.class);
        return unreadable == null ? null : new FailureAnalysis(unreadable(unreadable), ACTION, cause);
    }

    private static String unknown(UnboundConfigurationPropertiesException cause) {
        return cause.getUnboundProperties().stream()
                .min(Comparator.comparing(property -> property.getName().toString()))
                .map(property -> property.getName() + " is not a setting of the hub" + place(property)
                        + ": correct its name or remove it.")
                .orElse("Some relayhub.* properties are not settings of the hub.");
    }

    private static String unreadable(BindException cause) {
        ResolvableType type = cause.getTarget().getType();
        Class<?> element = (type.hasGenerics() ? type.getGeneric(0) : type).resolve(Object.class);
        return cause.getName() + " cannot be read as " + expected(element) + place(cause.getProperty()) + ".";
    }

    private static String place(@Nullable ConfigurationProperty property) {
        return property == null || property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    }

    private static String expected(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "Duration" -> "a duration, such as 90s or 10m";
            case "DataSize" -> "a size, such as 64KB or 10MB";
            case "Instant" -> "a moment, such as 2026-12-31T23:59:59Z";
            case "Role" -> "roles, such as agent, connector, viewer or ops";
            case "int", "Integer" -> "a whole number";
            default -> "what it should be";
        };
    }
}
