package io.relayhub.relay;

import io.relayhub.link.Role;
import io.relayhub.link.Session;
import org.jspecify.annotations.Nullable;

/// The role of one peer, and how it comes to it (docs/protocol.md, "Which role is it?"). Confined to the peer's
/// conversation.
final class PeerRole {
    private sealed interface State {}

    /// Nothing decided: may be given requests as a presumed connector, and may turn out to be an agent.
    private record Undecided(Connector presumed) implements State {}

    private record AsAgent(Agent agent) implements State {}

    private record AsConnector(Connector connector) implements State {}

    /// Closed, by us or by the peer: nothing is heard any more.
    private record Over() implements State {}

    private final Relay relay;
    private final Session session;
    private State state;

    PeerRole(Relay relay, Session session, long now) {
        this.relay = relay;
        this.session = session;
        this.state = first(now);
    }

    /// By the token if it allows one role only, else by the query; else it stays open.
    private State first(long now) {
        boolean mayAsk = session.identity().may(Role.AGENT);
        boolean mayAnswer = session.identity().may(Role.CONNECTOR);
        String asked = session.parameters().getOrDefault("role", "");
        if (mayAsk && (!mayAnswer || asked.equals("agent"))) {
            return new AsAgent(relay.joinAgent(session));
        }
        ConnectorProfile profile = ConnectorProfile.of(session.parameters());
        if (!mayAsk || asked.equals("connector")) {
            return new AsConnector(relay.joinConnector(session, profile, now));
        }
        return new Undecided(relay.presumeConnector(session, profile, now));
    }

    boolean isAgent() {
        return state instanceof AsAgent;
    }

    /// Whether it said so or has shown it; a presumed one is none.
    boolean isConnector() {
        return state instanceof AsConnector;
    }

    boolean isOver() {
        return state instanceof Over;
    }

    /// The peer has said something.
    void heard(long now) {
        switch (state) {
            case AsConnector(Connector connector) -> connector.heard(now);
            case Undecided(Connector presumed) -> presumed.heard(now);
            case AsAgent agent -> {}
            case Over over -> {}
        }
    }

    /// The agent that this peer is, or becomes by what it has just said; null if it is a connector.
    @Nullable
    Agent asAgent(long now) {
        return switch (state) {
            case AsAgent(Agent agent) -> agent;
            case Undecided(Connector presumed) -> {
                relay.leave(presumed, now);
                Agent agent = relay.joinAgent(session);
                state = new AsAgent(agent);
                yield agent;
            }
            case AsConnector connector -> null;
            case Over over -> null;
        };
    }

    /// The connector that this peer is, or becomes by what it has just said; null if it is an agent.
    @Nullable
    Connector asConnector(long now) {
        return switch (state) {
            case AsConnector(Connector connector) -> connector;
            case Undecided(Connector presumed) -> {
                relay.confirm(presumed, now);
                state = new AsConnector(presumed);
                yield presumed;
            }
            case AsAgent agent -> null;
            case Over over -> null;
        };
    }

    /// The peer has no role any more.
    void end(long now) {
        State last = state;
        state = new Over();
        switch (last) {
            case AsAgent(Agent agent) -> relay.leave(agent);
            case AsConnector(Connector connector) -> relay.leave(connector, now);
            case Undecided(Connector presumed) -> relay.leave(presumed, now);
            case Over over -> {}
        }
    }
}
