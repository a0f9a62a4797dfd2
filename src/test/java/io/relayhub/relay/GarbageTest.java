package io.relayhub.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import io.relayhub.link.line.LinePath;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How much garbage the relay makes of a small request and its answer. The transport's part is its own.
class GarbageTest {
    private static final int ROUNDS = 2_000;

    private final RelayWorld world = new RelayWorld();
    private final Relay relay =
            new Relay(RelaySettings.defaults("n"), world.facts, InstantSource.system(), new Random(1));
    private final LinePath path = new LinePath(
            RelaySettings.defaults("n").lines(), new AssemblyBudget(1 << 20), new Random(2), relay, List.of());
    private final Silent agent = new Silent("agent");
    private final Silent connector = new Silent("connector");

    /// Keeps the last message in an array that is always the same.
    private record Silent(String id, Map<String, String> parameters, ByteBuffer last) implements Session {
        private static final Identity IDENTITY = new Identity("n", "t", RelayWorld.BOTH, null);

        Silent(String role) {
            this(role, Map.of("role", role), ByteBuffer.allocate(1_024));
        }

        @Override
        public Identity identity() {
            return IDENTITY;
        }

        @Override
        public Delivery send(Message.Kind kind, Pieces pieces) {
            pieces.copyTo(last.clear(), 0);
            return Delivery.QUEUED;
        }

        @Override
        public void close(Closing closing) {
            throw new AssertionError(closing.text());
        }

        @Override
        public void decided(String part) {}
    }

    @Test
    void aSmallRequestAndItsAnswerLeaveLittle() {
        assertThat(garbage(path.open(connector, 0))).isBetween(1L, 300L);
    }

    @Test
    void tellingWhoAsksCostsNothingMore() {
        Conversation answering = path.open(connector, 0);
        answering.onMessage(Message.text("{\"type\":\"connector_hello\",\"features\":[\"agents\"]}\n"), 0);
        assertThat(garbage(answering)).isBetween(1L, 300L);
        assertThat(new String(connector.last().array(), 0, connector.last().position(), UTF_8))
                .containsPattern("-[0-9]+\",\"agent\":\"[0-9a-z]{6}-agent\",\"action\"");
    }

    /// @return bytes for one request, of which 32 are the test's own Message
    private long garbage(Conversation answering) {
        Conversation asking = path.open(agent, 0);
        long before = 0;
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            if (round == 0) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            asking.onMessage(REQUEST, round);
            answering.onMessage(answer(), round);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
        assertThat(new String(agent.last().array(), 0, agent.last().position(), UTF_8))
                .isEqualTo("{\"id\":\"7f3a-12345678\",\"success\":true,\"data\":1}\n");
        return bytes;
    }

    private static final Message REQUEST =
            Message.text("{\"id\":\"7f3a-12345678\",\"action\":\"get_logs\",\"data\":{\"count\":5}}\n");
    private static final byte[] REST = ",\"success\":true,\"data\":1}\n".getBytes(UTF_8);
    private final byte[] answer = new byte[256];

    /// The id stands where it stood in the request.
    private Message answer() {
        byte[] asked = connector.last().array();
        int end = 6;
        while (asked[end] != ',') {
            end++;
        }
        System.arraycopy(asked, 0, answer, 0, end);
        System.arraycopy(REST, 0, answer, end, REST.length);
        return new Message(Message.Kind.TEXT, answer, 0, end + REST.length);
    }
}
