package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Identity;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.relay.PendingRequests.Opening;
import io.relayhub.relay.RelayWorld.Peer;
import io.relayhub.relay.codec.AgentId;
import io.relayhub.relay.codec.Field;
import io.relayhub.relay.codec.RequestId;
import io.relayhub.relay.facts.RelayListener.Orphan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Opening, completing, expiring, withdrawing and sealing at once: each opened request is taken out exactly once, and
/// nothing is left behind a seal.
class PendingRequestsStressTest {
    private static final int ROUNDS = 2_000;

    private final Agent agent = new Agent(
            new Peer("s", new Identity("n", "t", RelayWorld.BOTH, null), Map.of(), () -> 0),
            new AgentId("h", "s"),
            Integer.MAX_VALUE);
    private final Connector connector = new Connector(
            agent.session(),
            1,
            "h",
            Connector.Standing.CERTAIN,
            ConnectorProfile.of(Map.of()),
            RelaySettings.defaults("n"),
            0);
    private final RequestId id = id();

    private static RequestId id() {
        byte[] bytes = "{\"id\":1,\"action\":\"a\"}".getBytes(StandardCharsets.US_ASCII);
        var envelope = new Envelope(Field.MEMBERS);
        new JsonScanner(JsonLimits.DEFAULT).scan(bytes, 0, bytes.length, envelope);
        return Objects.requireNonNull(RequestId.of(envelope));
    }

    @Test
    @Timeout(60)
    void everyOpenedRequestIsTakenOutExactlyOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (int round = 0; round < ROUNDS; round++) {
                var pending = new PendingRequests();
                Map<PendingRequest, Integer> taken = new ConcurrentHashMap<>();
                var start = new CountDownLatch(1);
                int total = 40;
                List<Callable<Void>> parties = List.of(
                        () -> {
                            start.await();
                            for (int i = 0; i < total; i++) {
                                var request = new PendingRequest(agent, id, connector, 0, i % 2 + 1, false, null);
                                if (pending.open(request, total, 0) != Opening.OPENED) {
                                    taken.merge(request, 1, Integer::sum);
                                } else if (i % 5 == 0 && pending.withdraw(request, Orphan.CANCELLED)) {
                                    taken.merge(request, 1, Integer::sum);
                                }
                            }
                            return null;
                        },
                        () -> {
                            start.await();
                            for (long number = 1; number <= total; number++) {
                                PendingRequest request = pending.complete(number);
                                if (request != null) {
                                    taken.merge(request, 1, Integer::sum);
                                }
                            }
                            return null;
                        },
                        () -> {
                            start.await();
                            pending.expire(1).forEach(request -> taken.merge(request, 1, Integer::sum));
                            return null;
                        },
                        () -> {
                            start.await();
                            pending.drain().forEach(request -> taken.merge(request, 1, Integer::sum));
                            return null;
                        },
                        () -> {
                            start.await();
                            pending.seal().forEach(request -> taken.merge(request, 1, Integer::sum));
                            return null;
                        });
                List<Future<Void>> running =
                        parties.stream().map(threads::submit).toList();
                start.countDown();
                for (Future<Void> party : running) {
                    party.get();
                }
                assertThat(taken).hasSize(total);
                assertThat(taken.values()).containsOnly(1);
                assertThat(pending.size()).isZero();
                assertThat(pending.seal()).isEmpty();
            }
        }
    }
}
