package io.relayhub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.relayhub.link.CloseReason;
import io.relayhub.websocket.Peer;
import io.relayhub.websocket.connection.Initiator;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketTelemetryTest {
    private static final Peer AGENT = new Peer("s1", "test", "AGENT");
    private static final Peer CONNECTOR = new Peer("s3", "test", "CONNECTOR");
    private static final Peer UNDECIDED = new Peer("s2", "test", null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SocketTelemetry meters = new SocketTelemetry(registry, Map.of("test", Set.of()));

    @Test
    void everyMeterIsThereBeforeTheFirstPeer() {
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "relayhub.handshakes",
                        "relayhub.closes",
                        "relayhub.messages",
                        "relayhub.bytes",
                        "relayhub.slow.consumers",
                        "relayhub.heartbeat.timeouts");
    }

    @Test
    void knownRolesAreThereBeforeTheirFirstPeerAndOthersComeWithTheirs() {
        var known = new SimpleMeterRegistry();
        var telemetry = new SocketTelemetry(known, Map.of("relay", Set.of("AGENT"), "status", Set.of()));

        assertThat(rolesOf(known, "relay")).containsExactlyInAnyOrder("AGENT", "UNDECIDED");
        assertThat(rolesOf(known, "status")).containsExactly("UNDECIDED");

        telemetry.received(new Peer("s1", "status", "MACHINE"), 1, 1);

        assertThat(rolesOf(known, "status")).containsExactlyInAnyOrder("MACHINE", "UNDECIDED");
    }

    private static Stream<String> rolesOf(SimpleMeterRegistry registry, String endpoint) {
        return registry.get("relayhub.bytes").tag("endpoint", endpoint).counters().stream()
                .map(counter -> counter.getId().getTag("role"))
                .distinct();
    }

    @Test
    void eachEndpointCountsForItself() {
        meters.received(AGENT, 1, 10);
        meters.received(new Peer("s4", "other", "AGENT"), 1, 3);
        meters.handshake("other", Handshake.FORBIDDEN);

        assertThat(count("relayhub.bytes", "endpoint", "test", "role", "AGENT", "direction", "IN"))
                .isEqualTo(10);
        assertThat(count("relayhub.bytes", "endpoint", "other", "role", "AGENT", "direction", "IN"))
                .isEqualTo(3);
        assertThat(count("relayhub.handshakes", "endpoint", "other", "reason", "FORBIDDEN"))
                .isEqualTo(1);
        assertThat(count("relayhub.handshakes", "endpoint", "test", "reason", "FORBIDDEN"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeCountsOnceUnderItsReason(Handshake result) {
        meters.handshake("test", result);

        String label = result == Handshake.ACCEPTED ? "accepted" : "rejected";
        assertThat(count("relayhub.handshakes", "result", label, "reason", result.name()))
                .isEqualTo(1);
        assertThat(sum("relayhub.handshakes")).isEqualTo(1);
    }

    @Test
    void messagesAndBytesCountByRoleAndDirection() {
        meters.received(AGENT, 1, 10);
        meters.received(AGENT, 1, 5);
        meters.received(UNDECIDED, 1, 1);
        meters.sent(CONNECTOR, 1, 7);

        assertThat(count("relayhub.messages", "role", "AGENT", "direction", "IN"))
                .isEqualTo(2);
        assertThat(count("relayhub.bytes", "role", "AGENT", "direction", "IN")).isEqualTo(15);
        assertThat(count("relayhub.bytes", "role", "UNDECIDED", "direction", "IN"))
                .isEqualTo(1);
        assertThat(count("relayhub.bytes", "role", "CONNECTOR", "direction", "OUT"))
                .isEqualTo(7);
        assertThat(sum("relayhub.messages")).isEqualTo(4);
    }

    @Test
    void closesCountByCode() {
        meters.closed(AGENT, 4001, Initiator.HUB);
        meters.closed(UNDECIDED, 1006, Initiator.NETWORK);

        assertThat(count("relayhub.closes", "role", "AGENT", "code", "4001")).isEqualTo(1);
        assertThat(count("relayhub.closes", "role", "UNDECIDED", "code", "1006"))
                .isEqualTo(1);
    }

    @Test
    void codesThatPeersInventMakeNoNewSeries() {
        meters.closed(AGENT, 1000, Initiator.PEER);
        meters.closed(AGENT, 3000, Initiator.PEER);
        int before = registry.getMeters().size();

        for (int code = 3001; code < 5000; code++) {
            meters.closed(AGENT, code, Initiator.PEER);
        }

        assertThat(registry.getMeters().size() - before).isLessThan(CloseReason.values().length);
        assertThat(sum("relayhub.closes")).isEqualTo(2001);
        assertThat(count("relayhub.closes", "role", "AGENT", "code", "OTHER")).isGreaterThan(1990);
    }

    @Test
    void slowAndSilentPeersCountByRole() {
        meters.slowConsumer(AGENT);
        meters.heartbeatTimeout(UNDECIDED);

        assertThat(count("relayhub.slow.consumers", "role", "AGENT")).isEqualTo(1);
        assertThat(count("relayhub.heartbeat.timeouts", "role", "UNDECIDED")).isEqualTo(1);
    }

    private Stream<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .distinct();
    }

    private double count(String meter, String... tags) {
        return registry.get(meter).tags(tags).counter().count();
    }

    private double sum(String meter) {
        return registry.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
