package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.relayhub.link.CloseReason;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The transport's meters of one endpoint. Any thread.
final class EndpointMeters {
    /// Codes that a peer may close with beside the hub's own: RFC 6455 section 7.4.1.
    private static final int[] CODES_OF_PEERS = {1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011};

    /// Whole messages in one direction.
    record Traffic(Counter messages, Counter bytes) {
        void add(int moreMessages, long moreBytes) {
            messages.increment(moreMessages);
            bytes.increment((double) moreBytes);
        }
    }

    final PerRole<Traffic> in;
    final PerRole<Traffic> out;
    final PerRole<Counter> slowConsumers;
    final PerRole<Counter> heartbeatTimeouts;

    private final MeterRegistry registry;
    private final Tags endpoint;
    private final Collection<String> roles;
    private final Map<Handshake, Counter> handshakes = new EnumMap<>(Handshake.class);
    private final Map<Integer, PerRole<Counter>> closes = new HashMap<>();
    private final PerRole<Counter> closesOfOtherCodes;

    /// @param roles those whose meters are there before their first peer
    EndpointMeters(MeterRegistry registry, String endpoint, Collection<String> roles) {
        this.registry = registry;
        this.endpoint = Tags.of("endpoint", endpoint);
        this.roles = roles;
        for (Handshake result : Handshake.values()) {
            handshakes.put(result, handshakes(result));
        }
        IntStream.concat(Stream.of(CloseReason.values()).mapToInt(CloseReason::code), IntStream.of(CODES_OF_PEERS))
                .distinct()
                .forEach(code -> closes.put(code, closes(Integer.toString(code))));
        // A peer may close with any of thousands of codes, and each label value is memory for ever.
        closesOfOtherCodes = closes("OTHER");
        in = traffic("IN");
        out = traffic("OUT");
        slowConsumers = perRole("relayhub.slow.consumers", "Peers closed for not reading what was sent", Tags.empty());
        heartbeatTimeouts = perRole("relayhub.heartbeat.timeouts", "Peers closed for their silence", Tags.empty());
    }

    void handshake(Handshake result) {
        Counter counter = handshakes.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    void closed(@Nullable String role, int code) {
        closes.getOrDefault(code, closesOfOtherCodes).of(role).increment();
    }

    private Counter handshakes(Handshake result) {
        return counter(
                "relayhub.handshakes",
                "WebSocket handshakes, by how they ended",
                Tags.of("result", result == Handshake.ACCEPTED ? "accepted" : "rejected", "reason", result.name()));
    }

    private PerRole<Counter> closes(String code) {
        return perRole("relayhub.closes", "Connections that ended, by WebSocket close code", Tags.of("code", code));
    }

    private PerRole<Traffic> traffic(String direction) {
        return new PerRole<>(roles, role -> {
            Tags tags = Tags.of("direction", direction, "role", role);
            return new Traffic(
                    counter("relayhub.messages", "Whole WebSocket messages, by the peer's role", tags),
                    counter("relayhub.bytes", "Payload bytes of whole WebSocket messages, by the peer's role", tags));
        });
    }

    private PerRole<Counter> perRole(String meter, String description, Tags tags) {
        return new PerRole<>(roles, role -> counter(meter, description, tags.and("role", role)));
    }

    private Counter counter(String meter, String description, Tags tags) {
        return Counter.builder(meter)
                .description(description)
                .tags(tags.and(endpoint))
                .register(registry);
    }
}
