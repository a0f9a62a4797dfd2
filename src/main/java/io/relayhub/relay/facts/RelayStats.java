package io.relayhub.relay.facts;

/// The four numbers of a hub at one moment.
///
/// @param connections     open relay connections, those without a decided role included
/// @param agents          connections that have turned out to be agents
/// @param connectors      connections that said they are connectors, or have answered like one
/// @param pendingRequests requests that wait for their answer
public record RelayStats(int connections, int agents, int connectors, int pendingRequests) {}
