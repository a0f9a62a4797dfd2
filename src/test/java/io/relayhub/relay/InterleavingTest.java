package io.relayhub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.relay.RelayWorld.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Two agents that use the same ids, connectors that answer in any order, twice, late or never, that leave and come
/// back: every request has exactly one outcome, and every answer reaches the agent whose request it answers.
class InterleavingTest {
    /// A request as a connector holds it, with the agent that the test knows to be behind it.
    private record Held(JsonNode request, Peer by) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyAnswerReachesItsOwnAgentAndEachRequestHasOneOutcome(long seed) {
        var random = new Random(seed);
        var world = new RelayWorld();
        List<Peer> agents = List.of(world.agent(), world.agent());
        List<Peer> connectors = new ArrayList<>();
        connectors.add(world.connector(""));
        connectors.add(world.connector("\"features\":[\"cancel\"]"));
        List<Held> held = new ArrayList<>();
        Map<String, Integer> expected = new HashMap<>();
        Map<String, Integer> outcomes = new HashMap<>();
        int asked = 0;
        for (int step = 0; step < 10_000; step++) {
            switch (random.nextInt(20)) {
                case 0 -> world.pass(Duration.ofMillis(random.nextInt(400)));
                case 1 -> {
                    if (random.nextInt(20) == 0) {
                        Peer leaving = connectors.remove(random.nextInt(2));
                        collect(leaving, held);
                        leaving.leave();
                        held.removeIf(each -> each.by() == leaving);
                        connectors.add(world.connector(""));
                    }
                }
                case 2 -> {
                    int agent = random.nextInt(2);
                    agents.get(agent).say("{\"type\":\"cancel\",\"id\":\"" + random.nextInt(50) + "\"}");
                }
                case 3, 4, 5, 6, 7, 8, 9, 10 -> {
                    int agent = random.nextInt(2);
                    String id = String.valueOf(random.nextInt(50));
                    agents.get(agent)
                            .say("{\"id\":\"" + id + "\",\"action\":\"a\",\"timeoutMs\":"
                                    + (200 + random.nextInt(3_000)) + ",\"data\":{\"agent\":" + agent + ",\"n\":"
                                    + asked++ + "}}");
                    expected.merge(agent + "/" + id, 1, Integer::sum);
                }
                default -> {
                    connectors.forEach(connector -> collect(connector, held));
                    if (!held.isEmpty()) {
                        Held one = held.get(random.nextInt(held.size()));
                        JsonNode data = one.request().get("data");
                        one.by().say("{\"id\":" + one.request().get("id") + ",\"success\":true,\"data\":" + data + "}");
                        if (random.nextInt(4) > 0) {
                            held.remove(one);
                        }
                    }
                }
            }
            readOutcomes(agents, outcomes);
        }
        world.pass(Duration.ofSeconds(5));
        readOutcomes(agents, outcomes);
        assertThat(outcomes).isEqualTo(expected);
        assertThat(world.relay.stats().pendingRequests()).isZero();
        assertThat(world.facts.count("answered")).isGreaterThan(1_000);
    }

    private static void collect(Peer connector, List<Held> held) {
        while (connector.waiting() > 0) {
            JsonNode message = connector.next();
            if (message.has("action")) {
                held.add(new Held(message, connector));
            }
        }
    }

    private static void readOutcomes(List<Peer> agents, Map<String, Integer> outcomes) {
        for (int agent = 0; agent < agents.size(); agent++) {
            while (agents.get(agent).waiting() > 0) {
                JsonNode outcome = agents.get(agent).next();
                outcomes.merge(agent + "/" + outcome.get("id").asString(), 1, Integer::sum);
                if (outcome.get("success").asBoolean()) {
                    assertThat(outcome.get("data").get("agent").asInt()).isEqualTo(agent);
                }
            }
        }
    }
}
