package io.relayhub.telemetry;

import io.relayhub.relay.Relay;
import io.relayhub.relay.facts.RelayStats;
import io.relayhub.websocket.Sockets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// The hub's part of the actuator's health (docs/operations.md, "Watching"): how much it holds of what it may, and why
/// it is out of service. Neither the liveness nor the readiness probe asks it.
final class HubHealth implements HealthIndicator {
    private final Relay relay;
    private final Sockets sockets;
    private final RelayTelemetry telemetry;

    HubHealth(Relay relay, Sockets sockets, RelayTelemetry telemetry) {
        this.relay = relay;
        this.sockets = sockets;
        this.telemetry = telemetry;
    }

    @Override
    public Health health() {
        RelayStats stats = relay.stats();
        Instant drainBegun = telemetry.drainBegun();
        Health.Builder health = drainBegun == null
                ? Health.up()
                : Health.outOfService()
                        .withDetail("reason", "draining")
                        .withDetail("since", drainBegun.truncatedTo(ChronoUnit.MILLIS));
        return health.withDetail("connections", sockets.count())
                .withDetail("connectionsLimit", sockets.limit())
                .withDetail("connectors", stats.connectors())
                .withDetail("pendingRequests", stats.pendingRequests())
                .build();
    }
}
