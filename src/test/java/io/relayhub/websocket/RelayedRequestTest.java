package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Dialect;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import io.relayhub.link.line.LinePath;
import io.relayhub.relay.Relay;
import io.relayhub.relay.RelaySettings;
import io.relayhub.telemetry.RelayTelemetry;
import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Frame;
import io.relayhub.testing.Frames.Side;
import io.relayhub.websocket.frames.FakeWire;
import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.handshake.Entrance;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The cost of one relayed request as it can be counted: system calls and copies. A second read, a second write or an
/// array for each message turns it red.
class RelayedRequestTest {
    private static final Capacity CAPACITY = Capacity.defaults();

    private final AssemblyBudget budget = CAPACITY.newAssemblyBudget();
    private final Sockets sockets = new Sockets(CAPACITY, budget, new Facts(), () -> 0, InstantSource.system());
    private final Endpoint endpoint = new Endpoint(
            "relay", SocketSettings.defaults(), Entrance.forTokens(credential -> null, identity -> true), relayPath());
    private final Loop loop = new Loop(() -> 0);

    private Dialect relayPath() {
        var settings = RelaySettings.defaults("node");
        var relay = new Relay(
                settings,
                new RelayTelemetry(new SimpleMeterRegistry(), InstantSource.system()),
                InstantSource.system(),
                new Random(1));
        return new LinePath(settings.lines(), budget, new Random(1), relay, List.of());
    }

    private final class Peer {
        private final FakeWire wire = new FakeWire();
        private final Socket socket;

        private Peer(String role) {
            var identity = new Identity("test", "default", Set.of(Role.AGENT, Role.CONNECTOR), null);
            var ticket = Objects.requireNonNull(sockets.places().take(identity, Map.of("role", role)));
            socket = new Socket(
                    ticket,
                    sockets,
                    wire,
                    Runnable::run,
                    endpoint,
                    new DialectHandler(endpoint, InstantSource.system()));
            loop.enter();
            socket.open();
            socket.started(null, loop);
            loop.leave();
        }

        /// These frames are there in one round of the loop.
        private void say(String... messages) {
            for (String message : messages) {
                wire.bring(Frames.text(Side.CLIENT, message));
            }
            loop.enter();
            socket.readable(loop);
            loop.leave();
        }

        private String next() {
            List<Frame> frames = wire.frames();
            assertThat(frames).hasSize(1);
            return frames.getFirst().text();
        }
    }

    private final Peer agent = new Peer("agent");
    private final Peer connector = new Peer("connector");

    private static String id(String request) {
        return request.substring(request.indexOf(':') + 1, request.indexOf(','));
    }

    private void oneRequest(String data) {
        agent.say("{\"id\":\"a\",\"action\":\"x\",\"data\":\"" + data + "\"}");
        loop.endRound();
        String id = id(connector.next());
        connector.say("{\"id\":" + id + ",\"success\":true,\"data\":\"" + data + "\"}");
        loop.endRound();
        assertThat(agent.next()).isEqualTo("{\"id\":\"a\",\"success\":true,\"data\":\"" + data + "\"}\n");
    }

    @Test
    void aRequestAndItsAnswerAreOneReadAndOneWriteEach() {
        oneRequest("1");
        agent.wire.reads = 0;
        connector.wire.reads = 0;
        agent.wire.writes = 0;
        connector.wire.writes = 0;

        oneRequest("2");

        assertThat(agent.wire.reads).isEqualTo(1);
        assertThat(agent.wire.writes).isEqualTo(1);
        assertThat(connector.wire.reads).isEqualTo(1);
        assertThat(connector.wire.writes).isEqualTo(1);
        assertThat(agent.wire.emptyReads + connector.wire.emptyReads).isZero();
    }

    @Test
    void requestsOfSeveralAgentsInOneRoundReachTheirConnectorInOneWrite() {
        var second = new Peer("agent");
        agent.say("{\"id\":1,\"action\":\"x\"}", "{\"id\":2,\"action\":\"x\"}");
        second.say("{\"id\":1,\"action\":\"x\"}");
        assertThat(connector.wire.writes).isZero();

        loop.endRound();

        assertThat(connector.wire.writes).isEqualTo(1);
        assertThat(connector.wire.frames()).hasSize(3);
    }

    @Test
    void noPayloadIsPutIntoAnArrayOfItsOwn() {
        String data = "x".repeat(16_000);
        byte[] request = Frames.text(Side.CLIENT, "{\"id\":\"a\",\"action\":\"x\",\"data\":\"" + data + "\"}");
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 3; round++) {
            agent.wire.bring(request);
            loop.enter();
            long before = threads.getCurrentThreadAllocatedBytes();
            agent.socket.readable(loop);
            loop.endRound();
            long garbage = threads.getCurrentThreadAllocatedBytes() - before;
            loop.leave();
            String id = id(connector.next());
            connector.say("{\"id\":" + id + ",\"success\":true}");
            loop.endRound();
            agent.next();
            if (round > 0) {
                assertThat(garbage).isLessThan(8_000);
            }
        }
    }
}
