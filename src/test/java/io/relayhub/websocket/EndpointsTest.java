package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.Session;
import io.relayhub.websocket.door.DoorSettings;
import io.relayhub.websocket.door.FrontDoor;
import io.relayhub.websocket.handshake.Entrance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The endpoints' time, told by the test.
class EndpointsTest {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final Facts facts = new Facts();
    private final List<String> ticks = new ArrayList<>();

    private final class Clockwork implements Dialect {
        private final String name;

        Clockwork(String name) {
            this.name = name;
        }

        @Override
        public Conversation open(Session session, long now) {
            return new TestHub.Echo(session);
        }

        @Override
        public void onTick(long now) {
            ticks.add(name);
            if (name.equals("broken")) {
                throw new IllegalStateException("a bug");
            }
        }
    }

    private static Endpoint endpoint(String name, Dialect dialect) {
        SocketSettings common = SocketSettings.defaults();
        return new Endpoint(
                name,
                new SocketSettings("/" + name, Set.of(), common.heartbeat(), common.timeouts(), common.limits()),
                Entrance.forTokens(credential -> null, identity -> true),
                dialect);
    }

    private Endpoints endpoints(Endpoint... all) {
        Capacity capacity = Capacity.defaults();
        return new Endpoints(
                List.of(all),
                new Sockets(capacity, capacity.newAssemblyBudget(), facts, () -> START, InstantSource.system()),
                GuessLimit.NONE,
                new FrontDoor(DoorSettings.defaults(), () -> START),
                InstantSource.system());
    }

    @Test
    void aBugInOneDialectsTickLeavesTheOthersTheirs() {
        Endpoints endpoints =
                endpoints(endpoint("one", new Clockwork("broken")), endpoint("two", new Clockwork("sound")));

        endpoints.onTick(START);
        endpoints.onTick(START + 1);

        assertThat(ticks).containsExactly("broken", "sound", "broken", "sound");
        assertThat(facts.tickFailures).containsExactly("one");

        endpoints.onTick(START + Duration.ofMinutes(1).toNanos());
        assertThat(facts.tickFailures).containsExactly("one", "one");
    }

    @Test
    void aDialectOfTwoEndpointsHasOneTick() {
        Dialect shared = new Clockwork("shared");

        endpoints(endpoint("one", shared), endpoint("two", shared)).onTick(START);

        assertThat(ticks).containsExactly("shared");
    }
}
