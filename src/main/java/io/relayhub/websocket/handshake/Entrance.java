package io.relayhub.websocket.handshake;

import io.relayhub.link.Authenticator;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The entrance of an endpoint: how peers say who they are, and which of them have business here.
///
/// @param places        where a credential may stand
/// @param authenticator from a credential to its identity; is given an empty token when the handshake has none: what
///                      that is worth is its decision
/// @param admission     which identities may come in
/// @param subprotocols  what it answers in `Sec-WebSocket-Protocol` when it is offered
/// @param headers       headers of the handshake that the dialect gets to see, in any case; none that may carry a
///                      credential
/// @param login         how a peer without a credential may log in by its first message; null: not at all
public record Entrance(
        List<CredentialPlace> places,
        Authenticator authenticator,
        Admission admission,
        List<String> subprotocols,
        Set<String> headers,
        @Nullable Login login) {
    private static final Set<String> SECRET_HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "sec-websocket-protocol");

    /// The login by a first message (docs/protocol.md, "Handshake").
    ///
    /// @param time    from the handshake until the peer has logged in
    /// @param waiting connections that have not logged in; the oldest gives way to a new one
    public record Login(Duration time, int waiting) {
        public Login {
            if (!time.isPositive() || waiting < 1) {
                throw new IllegalArgumentException(
                        "login.timeout must be longer than nothing and login.waiting at least 1");
            }
        }
    }

    public Entrance {
        places = List.copyOf(places);
        subprotocols = List.copyOf(subprotocols);
        headers = headers.stream().map(Entrance::lower).collect(Collectors.toUnmodifiableSet());
        var secret = new HashSet<>(SECRET_HEADERS);
        places.forEach(place -> place.headers().forEach(name -> secret.add(lower(name))));
        for (String header : headers) {
            if (secret.contains(header)) {
                throw new IllegalArgumentException("the header " + header + " may carry a credential");
            }
        }
    }

    /// The entrance of an endpoint that takes tokens: as a query parameter, a bearer header or a subprotocol.
    public static Entrance forTokens(Authenticator authenticator, Admission admission) {
        List<CredentialPlace> places = List.of(
                new CredentialPlace.Parameter("token"),
                new CredentialPlace.Bearer(),
                new CredentialPlace.Subprotocol());
        return new Entrance(places, authenticator, admission, List.of(), Set.of(), null);
    }

    public Entrance withSubprotocols(String... names) {
        return new Entrance(places, authenticator, admission, List.of(names), headers, login);
    }

    public Entrance withHeaders(String... names) {
        return new Entrance(places, authenticator, admission, subprotocols, Set.of(names), login);
    }

    public Entrance withLogin(@Nullable Login by) {
        return new Entrance(places, authenticator, admission, subprotocols, headers, by);
    }

    /// The query parameters that no dialect gets to see. `token` is one wherever it stands.
    Set<String> secretParameters() {
        var secret = new HashSet<>(Set.of("token"));
        places.forEach(place -> secret.addAll(place.parameters()));
        return secret;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
