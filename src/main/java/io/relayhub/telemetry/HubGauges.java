package io.relayhub.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.relayhub.relay.Relay;
import io.relayhub.relay.facts.RelayStats;
import io.relayhub.telemetry.logging.AsynchronousLog;
import io.relayhub.websocket.Sockets;
import java.util.function.ToIntFunction;

/// The numbers that the hub has at the moment somebody looks (docs/protocol.md, "Numbers").
final class HubGauges implements MeterBinder {
    private final Relay relay;
    private final Sockets sockets;

    HubGauges(Relay relay, Sockets sockets) {
        this.relay = relay;
        this.sockets = sockets;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections(registry, PerRole.AGENT, RelayStats::agents);
        connections(registry, PerRole.CONNECTOR, RelayStats::connectors);
        connections(registry, PerRole.UNDECIDED, stats -> stats.connections() - stats.agents() - stats.connectors());
        Gauge.builder("relayhub.connections.limit", sockets::limit)
                .description("Connections that the hub accepts")
                .register(registry);
        FunctionCounter.builder("relayhub.log.dropped", this, ignored -> AsynchronousLog.dropped())
                .description("Lines of the log that neither console nor file took")
                .register(registry);
        Gauge.builder("relayhub.requests.pending", () -> relay.stats().pendingRequests())
                .description("Requests that wait for their answer")
                .register(registry);
        Gauge.builder("relayhub.outbound.queue.bytes", sockets::queuedBytes)
                .description("Bytes that wait to be written to peers, all together")
                .baseUnit("bytes")
                .register(registry);
    }

    /// The numbers of one moment need not fit: a peer may become an agent between two of them.
    private void connections(MeterRegistry registry, String role, ToIntFunction<RelayStats> number) {
        Gauge.builder("relayhub.connections", () -> Math.max(0, number.applyAsInt(relay.stats())))
                .description("Open connections, by what their peer has turned out to be")
                .tag("role", role)
                .register(registry);
    }
}
