package io.relayhub.websocket.handshake;

import java.util.regex.Pattern;

/// The path of an endpoint: exactly this one and no other spelling of it, or with a final `/**` everything below it.
///
/// @param pattern such as `/ws` or `/bench/**`
public record EndpointPath(String pattern) {
    private static final Pattern PLAIN = Pattern.compile("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+/?");
    private static final Pattern SEGMENTS = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9_.~-]+)+");
    private static final String BELOW = "/**";

    public EndpointPath {
        if (!isOne(pattern)) {
            throw new IllegalArgumentException(
                    "path must begin with /, with letters, digits and - . _ ~ only between its slashes: " + pattern);
        }
    }

    /// Whether an endpoint can have this path.
    public static boolean isOne(String pattern) {
        return pattern.equals(BELOW) || PLAIN.matcher(beginning(pattern)).matches();
    }

    /// Whether a request for this path, as it stands in the request, is for this endpoint.
    boolean holds(String requested) {
        if (!pattern.endsWith(BELOW)) {
            return pattern.equals(requested);
        }
        String beginning = beginning(pattern);
        return requested.startsWith(beginning)
                && SEGMENTS.matcher(requested.substring(beginning.length())).matches();
    }

    private static String beginning(String pattern) {
        return pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern;
    }
}
