package io.relayhub.relay;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Drainable;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import io.relayhub.link.json.Members;
import io.relayhub.link.line.LineConversation;
import io.relayhub.link.line.LineDialect;
import io.relayhub.relay.codec.AgentId;
import io.relayhub.relay.codec.Field;
import io.relayhub.relay.codec.FrameWriter;
import io.relayhub.relay.codec.FrameWriter.Welcome;
import io.relayhub.relay.facts.ConnectorView;
import io.relayhub.relay.facts.RelayListener;
import io.relayhub.relay.facts.RelayListener.DrainPhase;
import io.relayhub.relay.facts.RelayStats;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The relay: who is connected as what, and the one place through which conversations, the ticker and the drain reach
/// the rest. The wire contract is docs/protocol.md. Every method may be called from any thread and never blocks.
public final class Relay implements LineDialect, Drainable {
    private static final int HUB_WORD_LENGTH = 6;
    private static final int BASE = 36;
    private static final String PART_AGENT = "AGENT";
    private static final String PART_CONNECTOR = "CONNECTOR";

    private final RelaySettings settings;
    private final RelayListener listener;
    private final InstantSource clock;
    private final String hub;
    private final ConnectorRegistry connectors = new ConnectorRegistry();
    /// By the names that connectors know.
    private final Map<String, Agent> agents = new ConcurrentHashMap<>();
    private final Set<RelayConversation> conversations = ConcurrentHashMap.newKeySet();
    /// For what is told between two ticks; nothing is decided by it.
    private volatile long tickedAt;
    private final AtomicLong connectorNumbers = new AtomicLong();
    private final Requests requests;

    /// @param clock  a wall clock, for what peers are told
    /// @param random for the word that tells this run's ids from those of others
    public Relay(RelaySettings settings, RelayListener listener, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.hub = word(random);
        this.requests = new Requests(settings, connectors, listener);
    }

    private static String word(RandomGenerator random) {
        var word = new StringBuilder();
        while (word.length() < HUB_WORD_LENGTH) {
            word.append(Character.forDigit(random.nextInt(BASE), BASE));
        }
        return word.toString();
    }

    /// Whether this identity has business here.
    public static boolean admits(Identity identity) {
        return identity.may(Role.AGENT) || identity.may(Role.CONNECTOR);
    }

    @Override
    public Members members() {
        return Field.MEMBERS;
    }

    @Override
    public LineConversation open(Session session, long now) {
        var conversation = new RelayConversation(this, session, now);
        conversations.add(conversation);
        return conversation;
    }

    /// Ends what has passed its deadline. To be called about every 100 ms, by one thread.
    @Override
    public void onTick(long now) {
        for (Connector connector : connectors.all()) {
            requests.expire(connector, now);
        }
        tickedAt = now;
    }

    public RelayStats stats() {
        int certain = 0;
        int pending = 0;
        for (Connector connector : connectors.all()) {
            certain += connector.isCertain() ? 1 : 0;
            pending += connector.pending().size();
        }
        return new RelayStats(conversations.size(), agents.size(), certain, pending);
    }

    /// The connectors as of the last tick, longest connected first; presumed ones are not among them.
    public List<ConnectorView> connectors() {
        long now = tickedAt;
        return connectors.all().stream()
                .filter(Connector::isCertain)
                .map(connector -> connector.view(now))
                .sorted(Comparator.comparing(ConnectorView::connectedFor).reversed())
                .toList();
    }

    /// Begins the drain: new requests are refused, peers that said hello are asked to go elsewhere. Open requests go
    /// on.
    @Override
    public void beginDrain(LongSupplier retry) {
        listener.draining(DrainPhase.BEGUN);
        requests.drain();
        for (RelayConversation conversation : conversations) {
            conversation.goaway(retry.getAsLong());
        }
    }

    @Override
    public boolean isDrained() {
        return connectors.all().stream()
                .allMatch(connector -> connector.pending().size() == 0);
    }

    /// Ends the drain: requests that are still open end with `HUB_RESTARTING`.
    @Override
    public void endDrain(long now) {
        for (Connector connector : connectors.all()) {
            requests.end(connector, now);
        }
        listener.draining(DrainPhase.OVER);
    }

    // For the conversations.

    RelaySettings settings() {
        return settings;
    }

    RelayListener listener() {
        return listener;
    }

    Requests requests() {
        return requests;
    }

    long epochMillis() {
        return clock.millis();
    }

    Message welcome(Session session, Role role) {
        long timeout = settings.greeting().heartbeatTimeout().toMillis();
        return FrameWriter.welcome(new Welcome(
                session.id(),
                nameOf(role),
                settings.greeting().node(),
                timeout / 3,
                timeout,
                settings.lines().maxBytes()));
    }

    Agent joinAgent(Session session) {
        var id = new AgentId(hub, session.id());
        var agent = new Agent(session, id, settings.requests().perAgent());
        agents.put(id.text(), agent);
        session.decided(PART_AGENT);
        listener.joined(session.id(), nameOf(Role.AGENT), "");
        return agent;
    }

    Connector presumeConnector(Session session, ConnectorProfile profile, long now) {
        return register(session, profile, Connector.Standing.PRESUMED, now);
    }

    Connector joinConnector(Session session, ConnectorProfile profile, long now) {
        Connector connector = register(session, profile, Connector.Standing.CERTAIN, now);
        announce(connector);
        return connector;
    }

    /// A presumed connector has shown that it is one.
    void confirm(Connector connector, long now) {
        connector.confirm();
        replace(connectors.register(connector), connector, now);
        announce(connector);
    }

    /// A connector has said who it is.
    void describe(Connector connector, ConnectorProfile profile, long now) {
        connector.profile(profile);
        replace(connectors.register(connector), connector, now);
    }

    /// A connector has come back, and asks after agents that it heard of on the connection before: those that are
    /// still here it follows again, of the others it is told that they have left.
    void reunite(Connector connector, Set<String> names) {
        if (!connector.profile().understands(ConnectorProfile.AGENTS)) {
            return;
        }
        for (String name : names) {
            Agent agent = agents.get(name);
            if (agent == null || !agent.tenant().equals(connector.tenant()) || !agent.follow(connector)) {
                connector.session().send(AgentId.left(name));
            }
        }
    }

    private Connector register(Session session, ConnectorProfile profile, Connector.Standing standing, long now) {
        var connector =
                new Connector(session, connectorNumbers.incrementAndGet(), hub, standing, profile, settings, now);
        replace(connectors.register(connector), connector, now);
        return connector;
    }

    private void announce(Connector connector) {
        connector.session().decided(PART_CONNECTOR);
        listener.joined(connector.session().id(), nameOf(Role.CONNECTOR), connector.displayId());
    }

    private void replace(@Nullable Connector older, Connector newer, long now) {
        if (older != null) {
            listener.replaced(older.session().id(), newer.displayId());
            requests.connectorLeft(older, now);
            older.session().close(Closing.because(CloseReason.REPLACED));
        }
    }

    void leave(Agent agent) {
        agents.remove(agent.id().text(), agent);
        requests.agentLeft(agent);
        listener.left(agent.session().id(), nameOf(Role.AGENT));
    }

    void leave(Connector connector, long now) {
        connectors.remove(connector);
        requests.connectorLeft(connector, now);
        if (connector.isCertain()) {
            listener.left(connector.session().id(), nameOf(Role.CONNECTOR));
        }
    }

    void forget(RelayConversation conversation) {
        conversations.remove(conversation);
    }

    private static String nameOf(Role role) {
        return role.word();
    }
}
