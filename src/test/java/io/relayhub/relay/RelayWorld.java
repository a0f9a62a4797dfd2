package io.relayhub.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import io.relayhub.link.line.LineDialect;
import io.relayhub.link.line.LinePath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A relay without a network: time stands still until it is told to move, and peers are scripted.
final class RelayWorld {
    static final Set<Role> BOTH = Set.of(Role.AGENT, Role.CONNECTOR);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final RecordedFacts facts = new RecordedFacts();
    final AssemblyBudget budget;
    final Relay relay;
    private final LinePath path;
    private long now = 1_000_000_000_000L;
    private int sessions;

    RelayWorld() {
        this(RelaySettings.defaults("node-1"));
    }

    RelayWorld(RelaySettings settings) {
        this(settings, new AssemblyBudget(1 << 30));
    }

    RelayWorld(RelaySettings settings, AssemblyBudget budget) {
        this(settings, budget, List.of());
    }

    /// @param others share the relay's path
    RelayWorld(List<? extends LineDialect> others) {
        this(RelaySettings.defaults("node-1"), new AssemblyBudget(1 << 30), others);
    }

    private RelayWorld(RelaySettings settings, AssemblyBudget budget, List<? extends LineDialect> others) {
        this.budget = budget;
        relay = new Relay(settings, facts, InstantSource.fixed(Instant.ofEpochMilli(1_234)), new Random(1));
        path = new LinePath(settings.lines(), budget, new Random(2), relay, others);
    }

    /// Moves the clock in the ticker's steps.
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (now - end < 0) {
            now = Math.min(end, now + 100_000_000);
            path.onTick(now);
        }
    }

    Peer connect() {
        return connect("default", BOTH, Map.of());
    }

    Peer connect(String tenant, Set<Role> roles, Map<String, String> parameters) {
        return connect(new Identity(tenant + "-token", tenant, roles, null), parameters);
    }

    Peer connect(Identity identity, Map<String, String> parameters) {
        var peer = new Peer("s" + ++sessions, identity, parameters, () -> now);
        peer.conversation = path.open(peer, now);
        return peer;
    }

    /// A peer that has said that it is an agent.
    Peer agent() {
        return connect("default", BOTH, Map.of("role", "agent"));
    }

    /// A peer that has said that it is a connector, with these members in its hello.
    Peer connector(String members) {
        Peer peer = connect();
        peer.say("{\"type\":\"connector_hello\"" + (members.isEmpty() ? "" : ",") + members + "}");
        peer.next();
        return peer;
    }

    /// One end of a connection, in the test's hands.
    static final class Peer implements Session {
        private final LongSupplier clock;
        private final String id;
        private final Identity identity;
        private final Map<String, String> parameters;
        private final List<String> received = new ArrayList<>();
        private @Nullable Conversation conversation;

        @Nullable
        Closing closing;

        @Nullable
        String part;

        boolean gone;
        boolean full;
        /// Messages up to this size get in all the same.
        int reserve;

        Peer(String id, Identity identity, Map<String, String> parameters, LongSupplier clock) {
            this.clock = clock;
            this.id = id;
            this.identity = identity;
            this.parameters = parameters;
        }

        void say(String text) {
            conversation().onMessage(Message.text(text), clock.getAsLong());
        }

        void say(Message message) {
            conversation().onMessage(message, clock.getAsLong());
        }

        void request(String id, String action) {
            say("{\"id\":\"" + id + "\",\"action\":\"" + action + "\"}");
        }

        /// Answers the request that was received, with its id as data.
        void answer(JsonNode request) {
            say("{\"id\":" + request.get("id") + ",\"success\":true,\"data\":" + request.get("id") + "}");
        }

        /// The network takes the connection away.
        void leave() {
            gone = true;
            conversation().onClosed(clock.getAsLong());
        }

        private Conversation conversation() {
            if (conversation == null) {
                throw new IllegalStateException("not connected");
            }
            return conversation;
        }

        /// The oldest message that has not been looked at.
        JsonNode next() {
            return JSON.readTree(nextText());
        }

        String nextText() {
            if (received.isEmpty()) {
                throw new AssertionError("nothing was sent to " + id);
            }
            return received.removeFirst();
        }

        String nextError() {
            JsonNode error = next();
            return error.get("errorCode").asString();
        }

        int waiting() {
            return received.size();
        }

        @Nullable
        CloseReason closedBecause() {
            return closing == null ? null : closing.reason();
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Identity identity() {
            return identity;
        }

        @Override
        public Map<String, String> parameters() {
            return parameters;
        }

        @Override
        public Delivery send(Message.Kind kind, Pieces pieces) {
            if (gone || closing != null) {
                return Delivery.CLOSED;
            }
            if (full && pieces.length() > reserve) {
                return Delivery.FULL;
            }
            received.add(new String(pieces.toArray(), UTF_8));
            return Delivery.QUEUED;
        }

        @Override
        public void close(Closing why) {
            if (closing == null) {
                closing = why;
            }
        }

        @Override
        public void decided(String decided) {
            part = decided;
        }
    }
}
