package io.relayhub.websocket;

import org.jspecify.annotations.Nullable;

/// The connection that a fact of the transport is about, fit for logs and meters.
///
/// @param session  unique in this process
/// @param endpoint the endpoint's name
/// @param part     what the peer has turned out to be, a word of its dialect's; null while that is not decided
public record Peer(
        String session, String endpoint, @Nullable String part) {
    Peer as(String decided) {
        return new Peer(session, endpoint, decided);
    }
}
