package io.relayhub.app.address;

import java.net.URI;
import java.util.Optional;

/// Address under which others reach the hub: what stands in a URL before the path.
///
/// @param scheme    `ws` or `wss`
/// @param authority a name or an address as URLs have it, with the port unless it is the scheme's own
public record PublicAddress(String scheme, String authority) {

    /// A hub that is reached at its own port, without anything between.
    ///
    /// @param host as URLs have it, an IPv6 address in brackets
    static PublicAddress direct(String scheme, String host, int port) {
        return new PublicAddress(scheme, host + ":" + port);
    }

    /// Reads what a port-mapping API may answer: `https://8080-box.example.com/`, `wss://…`, `box.example.com:31234`,
    /// or a bare name, which is taken for one with a proxy for `http` in front.
    ///
    /// @return empty when it is none of these
    static Optional<PublicAddress> parse(String answer) {
        String text = answer.strip();
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() == null || uri.getUserInfo() != null) {
                return Optional.empty();
            }
            return scheme(uri.getScheme()).map(scheme -> new PublicAddress(scheme, uri.getRawAuthority()));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<String> scheme(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> Optional.of("ws");
            case "https", "wss" -> Optional.of("wss");
            default -> Optional.empty();
        };
    }

    /// @param path begins with a slash
    public String url(String path) {
        return scheme + "://" + authority + path;
    }
}
