package io.relayhub.websocket;

import io.relayhub.link.Authenticator;
import io.relayhub.link.Dialect;
import io.relayhub.websocket.handshake.Admission;
import java.util.List;

/// One path at which peers connect: who may, within which limits, and what is spoken there. Adding a dialect to the
/// hub is adding one of these as a bean.
///
/// @param name         the endpoint's label in meters and log lines
/// @param settings     the path, origins, limits and timings
/// @param subprotocols what it answers in `Sec-WebSocket-Protocol` when it is offered
/// @param authenticator from what a peer presents to its identity
/// @param admission    which identities have business here
/// @param dialect      opens a conversation for each connection
public record Endpoint(
        String name,
        SocketSettings settings,
        List<String> subprotocols,
        Authenticator authenticator,
        Admission admission,
        Dialect dialect) {
    public Endpoint {
        subprotocols = List.copyOf(subprotocols);
    }
}
