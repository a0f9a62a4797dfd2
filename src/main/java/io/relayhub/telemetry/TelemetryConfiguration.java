package io.relayhub.telemetry;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.relayhub.relay.Relay;
import io.relayhub.websocket.Endpoint;
import io.relayhub.websocket.SocketListener;
import io.relayhub.websocket.Sockets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The hub's listeners, gauges, health and actuator endpoint for a Boot application, to be imported. Wants these beans:
/// [Relay], [Sockets], [Endpoint]s and an [InstantSource]; offers a [RelayListener] and a [SocketListener] to give to
/// them.
@Configuration(proxyBeanMethods = false)
public class TelemetryConfiguration {
    /// By an endpoint's name, the roles that its peers turn out to have.
    private static final Map<String, Set<String>> ROLES = Map.of("relay", Set.of(PerRole.AGENT, PerRole.CONNECTOR));

    @Bean
    RelayTelemetry relayListener(MeterRegistry registry, InstantSource clock) {
        return new RelayTelemetry(registry, clock);
    }

    @Bean
    SocketListener socketListener(MeterRegistry registry, List<Endpoint> endpoints) {
        return new SocketTelemetry(
                registry,
                endpoints.stream()
                        .collect(toMap(Endpoint::name, endpoint -> ROLES.getOrDefault(endpoint.name(), Set.of()))));
    }

    @Bean
    MeterBinder hubGauges(Relay relay, Sockets sockets) {
        return new HubGauges(relay, sockets);
    }

    /// Named so that its details stand below `hub`.
    @Bean
    HealthIndicator hubHealthIndicator(Relay relay, Sockets sockets, RelayTelemetry telemetry) {
        return new HubHealth(relay, sockets, telemetry);
    }

    @Bean
    RelayEndpoint relayEndpoint(Relay relay, InstantSource clock) {
        return new RelayEndpoint(relay, clock);
    }
}
