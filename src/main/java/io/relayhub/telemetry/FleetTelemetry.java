package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.relayhub.fleet.FleetListener;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the fleet's facts (docs/protocol.md, "Numbers") and writes them to the log. Never what was reported. Any
/// thread.
public final class FleetTelemetry implements FleetListener {
    private static final Logger log = LoggerFactory.getLogger(FleetTelemetry.class);
    private static final String SERVER = "server";

    private final Counter reported;
    private final Map<Ignored, Counter> ignored = new EnumMap<>(Ignored.class);
    private final Counter online;
    private final Counter offline;

    public FleetTelemetry(MeterRegistry registry) {
        reported = reports(registry, "TAKEN");
        for (Ignored why : Ignored.values()) {
            ignored.put(why, reports(registry, why.name()));
        }
        online = changes(registry, "online");
        offline = changes(registry, "offline");
    }

    @Override
    public void reported() {
        reported.increment();
    }

    @Override
    public void ignored(Ignored why) {
        Counter counter = ignored.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void garbled(String server, Ignored why, long messages) {
        log.atWarn()
                .addKeyValue(SERVER, server)
                .addKeyValue("reason", why)
                .addKeyValue("messages", messages)
                .log("a server sends what counts for nothing");
    }

    @Override
    public void changed(String server, boolean isOnline) {
        (isOnline ? online : offline).increment();
        log.atInfo().addKeyValue(SERVER, server).log(isOnline ? "server online" : "server offline");
    }

    @Override
    public void configured(int servers, int added, int removed) {
        log.atInfo()
                .addKeyValue("servers", servers)
                .addKeyValue("added", added)
                .addKeyValue("removed", removed)
                .log("the fleet's servers are known");
    }

    private static Counter reports(MeterRegistry registry, String result) {
        return Counter.builder("relayhub.fleet.reports")
                .description("Messages of servers, by what became of them")
                .tag("result", result)
                .register(registry);
    }

    private static Counter changes(MeterRegistry registry, String to) {
        return Counter.builder("relayhub.fleet.changes")
                .description("Servers that have become on-line or off-line for good")
                .tag("to", to)
                .register(registry);
    }
}
