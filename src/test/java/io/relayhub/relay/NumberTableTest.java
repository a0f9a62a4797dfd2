package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Identity;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.relay.RelayWorld.Peer;
import io.relayhub.relay.codec.AgentId;
import io.relayhub.relay.codec.Field;
import io.relayhub.relay.codec.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTableTest {
    private final Agent agent = new Agent(
            new Peer("s", new Identity("n", "t", RelayWorld.BOTH, null), Map.of(), () -> 0), new AgentId("h", "s"), 1);
    private final Connector connector = new Connector(
            agent.session(),
            1,
            "h",
            Connector.Standing.CERTAIN,
            ConnectorProfile.of(Map.of()),
            RelaySettings.defaults("n"),
            0);

    private PendingRequest request(long number) {
        byte[] bytes = "{\"id\":1}".getBytes(StandardCharsets.US_ASCII);
        var envelope = new Envelope(Field.MEMBERS);
        new JsonScanner(JsonLimits.DEFAULT).scan(bytes, 0, bytes.length, envelope);
        RequestId id = Objects.requireNonNull(RequestId.of(envelope));
        var request = new PendingRequest(agent, id, connector, 0, 1, false, null);
        request.number(number);
        return request;
    }

    /// Numbers as they are given, in their order, and numbers that all want the same place.
    @Test
    void whateverComesAndGoesItHoldsWhatAMapHolds() {
        for (long step : new long[] {1, 3, 64}) {
            var table = new NumberTable();
            Map<Long, PendingRequest> map = new HashMap<>();
            var random = new Random(step);
            long next = 1;
            for (int round = 0; round < 20_000; round++) {
                if (random.nextInt(map.size() + 20) < 20) {
                    PendingRequest request = request(next);
                    table.put(request);
                    map.put(next, request);
                    next += step;
                } else {
                    long number = 1 + step * random.nextInt((int) ((next - 1) / step));
                    assertThat(table.get(number)).isSameAs(map.get(number));
                    assertThat(table.remove(number)).isSameAs(map.remove(number));
                }
            }
            assertThat(table.size()).isEqualTo(map.size());
            assertThat(table.all()).containsExactlyInAnyOrderElementsOf(map.values());
            assertThat(map.values()).allMatch(table::contains);
            assertThat(table.contains(request(map.keySet().iterator().next())))
                    .as("another one of the same number")
                    .isFalse();
            table.clear();
            assertThat(table.all()).isEmpty();
            assertThat(table.get(1)).isNull();
        }
    }
}
