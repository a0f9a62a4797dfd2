package io.relayhub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.relayhub.link.Role;
import io.relayhub.websocket.SocketListener.Initiator;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SocketMeters meters = new SocketMeters(registry);

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

    @ParameterizedTest
    @EnumSource
    void aHandshakeCountsOnceUnderItsReason(Handshake result) {
        meters.handshake(result);

        String label = result == Handshake.ACCEPTED ? "accepted" : "rejected";
        assertThat(count("relayhub.handshakes", "result", label, "reason", result.name()))
                .isEqualTo(1);
        assertThat(sum("relayhub.handshakes")).isEqualTo(1);
    }

    @Test
    void messagesAndBytesCountByRoleAndDirection() {
        meters.received(Role.AGENT, 10);
        meters.received(Role.AGENT, 5);
        meters.received(null, 1);
        meters.sent(Role.CONNECTOR, 7);

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
        meters.closed("s1", Role.AGENT, 4001, Initiator.HUB);
        meters.closed("s2", null, 1006, Initiator.NETWORK);

        assertThat(count("relayhub.closes", "role", "AGENT", "code", "4001")).isEqualTo(1);
        assertThat(count("relayhub.closes", "role", "UNDECIDED", "code", "1006"))
                .isEqualTo(1);
    }

    @Test
    void codesThatPeersInventMakeNoNewSeries() {
        int before = registry.getMeters().size();

        for (int code = 3000; code < 5000; code++) {
            meters.closed("s1", Role.AGENT, code, Initiator.PEER);
        }

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(sum("relayhub.closes")).isEqualTo(2000);
        assertThat(count("relayhub.closes", "role", "AGENT", "code", "OTHER")).isGreaterThan(1990);
    }

    @Test
    void slowAndSilentPeersCountByRole() {
        meters.slowConsumer("s1", Role.AGENT);
        meters.heartbeatTimeout("s2", null);

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
