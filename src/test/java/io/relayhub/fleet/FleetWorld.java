package io.relayhub.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.fleet.roster.ConfiguredServer;
import io.relayhub.fleet.roster.Roster;
import io.relayhub.fleet.roster.Secret;
import io.relayhub.link.Conversation;
import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.testing.PulledPeer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A fleet without a network: time stands still until it is told to move, and peers are scripted.
final class FleetWorld {
    static final long EPOCH = 1_700_000_000;
    static final String REPORT = "{\"cpu\":{\"percent\":%d},\"memory\":{\"total\":100,\"used\":50}}";
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    final List<String> facts = new ArrayList<>();
    final Fleet fleet;
    private long now = START;
    private long clockShift;

    FleetWorld(String... ids) {
        this(settings(1 << 20), ids);
    }

    FleetWorld(FleetSettings settings, String... ids) {
        InstantSource clock = () -> Instant.ofEpochSecond(EPOCH + clockShift).plusNanos(now - START);
        fleet = new Fleet(settings, roster(ids), new Facts(), clock, now);
    }

    static FleetSettings settings(long pictureBudget) {
        return new FleetSettings(Duration.ofSeconds(30), Duration.ofSeconds(10), 1L << 30, pictureBudget);
    }

    static ConfiguredServer server(String id, String secret) {
        return new ConfiguredServer(id, "", Secret.of(secret), "", "");
    }

    static Roster roster(String... ids) {
        return Roster.of(List.of(ids).stream().map(id -> server(id, "secret")).toList());
    }

    long now() {
        return now;
    }

    /// The wall clock is set.
    void setClock(Duration by) {
        clockShift += by.toSeconds();
    }

    /// Moves the time in the ticker's steps.
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (now - end < 0) {
            now += Math.min(100_000_000, end - now);
            fleet.reports().onTick(now);
        }
    }

    /// The hub itself did not run for so long.
    void pause(Duration time) {
        now += time.toNanos();
        fleet.reports().onTick(now);
    }

    Reporter reporter(String id) {
        Identity identity = Objects.requireNonNull(fleet.reporters().authenticate(new Credential(id, "secret")));
        PulledPeer peer = new PulledPeer(identity, Map.of());
        return new Reporter(peer, fleet.reports().open(peer, now));
    }

    Viewer viewer(String... parameters) {
        Map<String, String> query = parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]);
        PulledPeer peer = new PulledPeer(new Identity("wall", "default", Set.of(Role.VIEWER), null), query);
        return new Viewer(peer, fleet.viewers().open(peer, now));
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    final class Reporter {
        final PulledPeer peer;
        final Conversation conversation;

        Reporter(PulledPeer peer, Conversation conversation) {
            this.peer = peer;
            this.conversation = conversation;
        }

        Reporter say(String text) {
            conversation.onMessage(Message.text(text), now);
            return this;
        }

        Reporter report(int cpu) {
            return say(REPORT.formatted(cpu));
        }

        void leave() {
            conversation.onClosed(now);
        }
    }

    final class Viewer {
        final PulledPeer peer;
        final Conversation conversation;

        Viewer(PulledPeer peer, Conversation conversation) {
            this.peer = peer;
            this.conversation = conversation;
        }

        Viewer say(String text) {
            conversation.onMessage(Message.text(text), now);
            return this;
        }

        List<JsonNode> sees() {
            return peer.heard().stream().map(FleetWorld::json).toList();
        }

        void leave() {
            conversation.onClosed(now);
        }
    }

    JsonNode statusInfo() {
        return json(new String(fleet.statusInfo(now), UTF_8)).path("data");
    }

    private final class Facts implements FleetListener {
        @Override
        public void reported() {}

        @Override
        public void ignored(Ignored why) {
            facts.add("ignored " + why);
        }

        @Override
        public void garbled(String server, Ignored why, long messages) {
            facts.add("garbled " + server + " " + why + " " + messages);
        }

        @Override
        public void changed(String server, boolean isOnline) {
            facts.add(server + (isOnline ? " online" : " offline"));
        }

        @Override
        public void configured(int servers, int added, int removed) {
            facts.add("configured " + servers + " +" + added + " -" + removed);
        }
    }
}
