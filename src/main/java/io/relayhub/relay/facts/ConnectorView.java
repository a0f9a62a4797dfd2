package io.relayhub.relay.facts;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connector at one moment, for people who run a hub.
///
/// @param id           the connector's own id, or its session's where it has none
/// @param connectedFor how long ago it connected
/// @param silentFor    how long ago its last message arrived; its control frames do not count
/// @param openRequests requests that it has not answered yet
public record ConnectorView(
        String id,
        @Nullable String name,
        @Nullable String version,
        String tenant,
        Map<String, String> labels,
        Duration connectedFor,
        Duration silentFor,
        int openRequests) {}
