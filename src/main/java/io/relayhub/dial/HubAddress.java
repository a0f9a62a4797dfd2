package io.relayhub.dial;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The address of a hub, with what opens it. Everything that prints one prints [#name], which has no credential in it.
///
/// A token in the URL's query is sent as it was given, because hubs of the original's kind know no other place; a
/// token given beside the URL goes into the `Authorization` header, where no proxy logs it (docs/protocol.md,
/// "Handshake").
public final class HubAddress {
    private static final String DEFAULT_PATH = "/ws";
    private static final int MAX_PORT = 65_535;

    private final URI uri;
    private final @Nullable String bearer;

    private HubAddress(URI uri, @Nullable String bearer) {
        this.uri = uri;
        this.bearer = bearer;
    }

    /// @param text `ws://` or `wss://` (`http://` and `https://` mean the same); without a path it is `/ws`
    /// @throws IllegalArgumentException with a sentence that does not quote the text: it may hold a token
    public static HubAddress parse(String text) {
        URI given;
        try {
            given = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Without its cause: that one quotes the whole URL.
            throw new IllegalArgumentException("the hub's URL is malformed at character " + e.getIndex()
                    + "; it looks like ws://host:8080/ws?token=...");
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        String socketScheme = switch (scheme) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default ->
                throw new IllegalArgumentException(
                        "the hub's URL must begin with ws:// or wss://, like" + " ws://host:8080/ws?token=...");
        };
        if (given.getHost() == null && given.getRawAuthority() != null) {
            throw new IllegalArgumentException(
                    "the host or the port in the hub's URL is none: a name has letters, digits,"
                            + " '-' and '.' only, and a port is a number");
        }
        if (given.getHost() == null) {
            throw new IllegalArgumentException("the hub's URL has no host; it looks like ws://host:8080/ws?token=...");
        }
        if (given.getRawUserInfo() != null || given.getRawFragment() != null) {
            throw new IllegalArgumentException("the hub's URL must have neither user@ nor #fragment; give the token as"
                    + " ?token=... or beside the URL");
        }
        if (given.getPort() == 0 || given.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("the port in the hub's URL must be a number from 1 to 65535");
        }
        String path = given.getRawPath() == null || given.getRawPath().isEmpty() ? DEFAULT_PATH : given.getRawPath();
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        return new HubAddress(URI.create(socketScheme + "://" + given.getHost() + port + path + query), null);
    }

    /// @throws IllegalArgumentException when the URL has a token already, or this one cannot stand in a header
    public HubAddress withToken(String token) {
        if (hasToken()) {
            throw new IllegalArgumentException("the hub's URL has a token already: give it in one place only");
        }
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token is empty or has characters that a header cannot carry");
        }
        return new HubAddress(uri, token);
    }

    public boolean hasToken() {
        String query = uri.getRawQuery();
        return bearer != null
                || (query != null && Arrays.stream(query.split("&")).anyMatch(p -> p.startsWith("token=")));
    }

    /// Scheme, host, port and path: fit for logs, and the same for the same hub whatever its token is.
    public String name() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + uri.getRawPath();
    }

    /// The whole URL with its credential, for the handshake and for a state file of mode 0600.
    public URI secretUri() {
        return uri;
    }

    /// The credential for the `Authorization` header; null where it stands in the URL or there is none.
    @Nullable
    String bearer() {
        return bearer;
    }

    @Override
    public String toString() {
        return name();
    }
}
