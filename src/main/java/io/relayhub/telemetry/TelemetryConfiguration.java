package io.relayhub.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.relayhub.relay.Relay;
import io.relayhub.relay.facts.RelayListener;
import io.relayhub.websocket.SocketListener;
import io.relayhub.websocket.Sockets;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The hub's listeners, gauges and actuator endpoint for a Boot application, to be imported. Wants these beans:
/// [Relay],
/// [Sockets] and an [InstantSource]; offers a [RelayListener] and a [SocketListener] to give to them.
@Configuration(proxyBeanMethods = false)
public class TelemetryConfiguration {
    @Bean
    RelayListener relayListener(MeterRegistry registry) {
        return new TeeRelayListener(new RelayMeters(registry), new RelayLog());
    }

    @Bean
    SocketListener socketListener(MeterRegistry registry) {
        return new TeeSocketListener(new SocketMeters(registry), new SocketLog());
    }

    @Bean
    MeterBinder hubGauges(Relay relay, Sockets sockets) {
        return new HubGauges(relay, sockets);
    }

    @Bean
    RelayEndpoint relayEndpoint(Relay relay, InstantSource clock) {
        return new RelayEndpoint(relay, clock);
    }
}
