package io.relayhub.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a viewer's handshake asks for (docs/fleet.md, "Watching").
record ViewerChoice(Format format, long intervalNanos) {
    enum Format {
        ENVELOPE,
        DOCUMENT
    }

    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,7}");
    private static final long LONGEST_MILLIS = 3_600_000;

    /// @return null when it asks for what there is not
    static @Nullable ViewerChoice of(Map<String, String> parameters) {
        Format format = switch (parameters.getOrDefault("format", "envelope")) {
            case "envelope" -> Format.ENVELOPE;
            case "document" -> Format.DOCUMENT;
            default -> null;
        };
        String interval = parameters.getOrDefault("interval", "0");
        if (format == null || !MILLIS.matcher(interval).matches() || Long.parseLong(interval) > LONGEST_MILLIS) {
            return null;
        }
        return new ViewerChoice(
                format, Duration.ofMillis(Long.parseLong(interval)).toNanos());
    }
}
