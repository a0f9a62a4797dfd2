package io.relayhub.telemetry;

import io.relayhub.relay.Relay;
import io.relayhub.relay.facts.ConnectorView;
import io.relayhub.relay.facts.RelayStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// The actuator endpoint `relay` (docs/protocol.md, "Numbers").
@Endpoint(id = "relay")
public final class RelayEndpoint {
    private final Relay relay;
    private final InstantSource clock;

    RelayEndpoint(Relay relay, InstantSource clock) {
        this.relay = relay;
        this.clock = clock;
    }

    @ReadOperation
    public Report report() {
        RelayStats stats = relay.stats();
        Instant now = clock.instant();
        return new Report(
                stats.connections(),
                stats.agents(),
                stats.connectors(),
                stats.pendingRequests(),
                relay.connectors().stream().map(view -> Entry.of(view, now)).toList());
    }

    /// The four numbers and, beside them, who the connectors are.
    public record Report(int connections, int agents, int connectors, int pendingRequests, List<Entry> connectorList) {}

    /// One connector.
    ///
    /// @param lastSeen when its last message arrived
    public record Entry(
            String id,
            @Nullable String name,
            @Nullable String version,
            String tenant,
            Map<String, String> labels,
            Instant connectedAt,
            Instant lastSeen,
            int openRequests) {
        private static Entry of(ConnectorView view, Instant now) {
            return new Entry(
                    view.id(),
                    view.name(),
                    view.version(),
                    view.tenant(),
                    view.labels(),
                    before(now, view.connectedFor()),
                    before(now, view.silentFor()),
                    view.openRequests());
        }

        private static Instant before(Instant now, Duration ago) {
            return now.minus(ago).truncatedTo(ChronoUnit.MILLIS);
        }
    }
}
