package io.relayhub.websocket;

import io.relayhub.link.Dialect;
import io.relayhub.websocket.handshake.Entrance;

/// One path at which peers connect: who may, within which limits, and what is spoken there. Adding a dialect to the
/// hub is adding one of these as a bean.
///
/// @param name     the endpoint's label in meters and log lines
/// @param settings the path, origins, limits and timings
/// @param entrance how peers say who they are, and who may come in
/// @param dialect  opens a conversation for each connection
public record Endpoint(String name, SocketSettings settings, Entrance entrance, Dialect dialect) {}
