package io.relayhub.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.relayhub.fleet.Fleet;
import io.relayhub.fleet.FleetStats;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/// How the fleet is at the moment somebody looks (docs/protocol.md, "Numbers"), and where the operator wants it, how
/// each of its servers is.
public final class FleetGauges implements MeterBinder {
    private static final List<String> COLUMNS = List.of("cpu", "memory", "disk", "in", "out");

    private final Fleet fleet;
    private final LongSupplier clock;
    private final boolean eachServer;

    /// @param clock      nanoseconds, the transport's
    /// @param eachServer whether each server has meters of its own: as many label values as servers
    public FleetGauges(Fleet fleet, LongSupplier clock, boolean eachServer) {
        this.fleet = fleet;
        this.clock = clock;
        this.eachServer = eachServer;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        servers(registry, "online", FleetStats::online);
        servers(registry, "offline", FleetStats::offline);
        servers(registry, "silent", FleetStats::silent);
        Gauge.builder("relayhub.fleet.viewers", () -> stats().viewers())
                .description("Viewers that are connected")
                .register(registry);
        Gauge.builder("relayhub.fleet.pictures.bytes", () -> stats().pictureBytes())
                .description("Memory that the servers' last reports take")
                .baseUnit("bytes")
                .register(registry);
        if (eachServer) {
            MultiGauge each = MultiGauge.builder("relayhub.fleet.server")
                    .description("The last numbers of each server: percentages, and bytes a second")
                    .register(registry);
            Runnable rows = () -> each.register(rows(), true);
            rows.run();
            fleet.onConfigured(rows);
        }
    }

    private List<MultiGauge.Row<?>> rows() {
        return fleet.configured().stream()
                .flatMap(server -> COLUMNS.stream()
                        .<MultiGauge.Row<?>>map(column -> MultiGauge.Row.of(
                                Tags.of("server", server.id(), "value", column),
                                fleet,
                                known -> known.last(server.id(), COLUMNS.indexOf(column)))))
                .toList();
    }

    private void servers(MeterRegistry registry, String state, ToIntFunction<FleetStats> number) {
        Gauge.builder("relayhub.fleet.servers", () -> number.applyAsInt(stats()))
                .description("Servers of the configuration, by their state")
                .tag("state", state)
                .register(registry);
    }

    private FleetStats stats() {
        return fleet.stats(clock.getAsLong());
    }
}
