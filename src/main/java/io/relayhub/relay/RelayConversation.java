package io.relayhub.relay;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.ErrorCode;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.line.LifeSign;
import io.relayhub.link.line.LineConversation;
import io.relayhub.link.line.Next;
import io.relayhub.link.line.Offences;
import io.relayhub.relay.codec.Frame;
import io.relayhub.relay.codec.Frame.Outcome;
import io.relayhub.relay.codec.FrameReader;
import io.relayhub.relay.codec.FrameWriter;
import io.relayhub.relay.codec.RequestId;
import io.relayhub.relay.facts.RelayListener.Orphan;
import io.relayhub.relay.limits.MessageRate;
import org.jspecify.annotations.Nullable;

/// One peer of the relay: what each line it says means for the role it has.
///
/// Confined to the transport's serial calls, but for the fields that say otherwise.
final class RelayConversation implements LineConversation {
    private final Relay relay;
    private final Session session;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final Offences foreignAnswers;
    private final MessageRate rate;
    private final PeerRole role;

    /// Whether the peer knows the hub's own messages; read by the drain.
    private volatile boolean saidHello;

    RelayConversation(Relay relay, Session session, long now) {
        this.relay = relay;
        this.session = session;
        RelaySettings settings = relay.settings();
        this.foreignAnswers = new Offences(settings.peers().foreignAnswersPerMinute(), now);
        int ownRate = session.identity().agentRate();
        this.rate = new MessageRate(ownRate == 0 ? settings.peers().agentRate() : ownRate, now);
        this.role = new PeerRole(relay, session, now);
    }

    @Override
    public Next onLine(Envelope line, long now) {
        if (!role.isOver()) {
            heard(reader.read(line), now);
            writer.clear();
        }
        return role.isOver() ? Next.STOP : Next.GO_ON;
    }

    @Override
    public void onMalformed(String problem, long now) {
        reply(null, ErrorCode.BAD_JSON, "The message is not one JSON object on one line: " + problem + ".");
    }

    @Override
    public void onExpelled(CloseReason reason, long now) {
        switch (reason) {
            case TOO_MANY_ERRORS ->
                reply(
                        null,
                        ErrorCode.TOO_MANY_ERRORS,
                        "Too many malformed messages in a minute; the connection closes.");
            case MESSAGE_TOO_LARGE -> {
                String sentence =
                        "The message is longer than " + relay.settings().lines().maxBytes() + " bytes.";
                reply(null, ErrorCode.MESSAGE_TOO_LARGE, sentence);
            }
            default -> {}
        }
        relay.listener().expelled(session.id(), reason);
        role.end(now);
    }

    @Override
    public void onOverdue() {
        relay.listener().expelled(session.id(), CloseReason.MESSAGE_TIMEOUT);
    }

    private void heard(Frame frame, long now) {
        if (role.isAgent() && !withinRate(frame, now)) {
            return;
        }
        role.heard(now);
        switch (frame) {
            case Frame.Ping ping -> session.send(LifeSign.PONG.message(relay.epochMillis()));
            case Frame.Pong pong -> {}
            case Frame.AgentHello hello -> agentHello(now);
            case Frame.ConnectorHello hello -> connectorHello(hello, now);
            case Frame.Request request -> {
                Agent agent = role.asAgent(now);
                if (agent == null) {
                    forbidden(request.id(), "This connection is a connector; requests need a connection of an agent.");
                } else {
                    relay.requests().route(agent, request, writer, now);
                }
            }
            case Frame.Cancel cancel -> {
                Agent agent = role.asAgent(now);
                if (agent == null) {
                    forbidden(cancel.id(), "This connection is a connector; only an agent cancels its requests.");
                } else {
                    relay.requests().cancel(agent, cancel.id(), now);
                }
            }
            case Frame.Answer answer -> answer(answer, now);
            case Frame.Progress progress -> {
                Connector connector = role.asConnector(now);
                if (connector == null) {
                    forbidden(
                            RequestId.of(progress.envelope()),
                            "This connection is an agent; only a connector sends progress.");
                } else {
                    judge(relay.requests().progress(connector, progress, writer), now);
                }
            }
            case Frame.Invalid invalid -> {
                ErrorCode code = switch (invalid.problem()) {
                    case BAD_REQUEST -> ErrorCode.BAD_REQUEST;
                    case UNKNOWN_TYPE -> ErrorCode.UNKNOWN_TYPE;
                };
                reply(invalid.id(), code, invalid.sentence());
            }
        }
    }

    private void answer(Frame.Answer answer, long now) {
        boolean proven = role.isConnector();
        if (answer.outcome() == Outcome.UNREADABLE && !proven) {
            reply(
                    RequestId.of(answer.envelope()),
                    ErrorCode.BAD_REQUEST,
                    "The message is neither a request (\"action\") nor an answer (\"success\").");
            return;
        }
        Connector connector = role.asConnector(now);
        if (connector == null) {
            forbidden(
                    RequestId.of(answer.envelope()),
                    "This connection is an agent; answers need a connection of a connector.");
        } else {
            judge(relay.requests().answer(connector, answer, writer, now), now);
        }
    }

    private void judge(@Nullable Orphan orphan, long now) {
        if (orphan == Orphan.NOT_OWNER && foreignAnswers.tooMany(now)) {
            close(Closing.because(CloseReason.PROTOCOL_VIOLATION), now);
        }
    }

    private boolean withinRate(Frame frame, long now) {
        return switch (rate.admit(now)) {
            case ADMITTED -> true;
            case REFUSED -> {
                RequestId id = frame instanceof Frame.Request request ? request.id() : null;
                String sentence = "This agent may send " + rate.perSecond() + " messages a second; slow down.";
                reply(id, ErrorCode.RATE_LIMITED, sentence, rate.retryMillis());
                yield false;
            }
            case INSUFFERABLE -> {
                close(Closing.retryAfter(CloseReason.RATE_LIMITED, rate.retryMillis()), now);
                yield false;
            }
        };
    }

    private void agentHello(long now) {
        if (role.asAgent(now) == null) {
            forbidden(null, "This connection is a connector and stays one.");
        } else {
            welcome(Role.AGENT);
        }
    }

    private void connectorHello(Frame.ConnectorHello hello, long now) {
        Connector connector = role.asConnector(now);
        if (connector == null) {
            forbidden(null, "This connection is an agent and stays one.");
        } else {
            relay.describe(connector, connector.profile().with(hello), now);
            welcome(Role.CONNECTOR);
            relay.reunite(connector, hello.agents());
        }
    }

    private void welcome(Role role) {
        saidHello = true;
        session.send(relay.welcome(session, role));
    }

    private void forbidden(@Nullable RequestId id, String sentence) {
        reply(id, ErrorCode.FORBIDDEN, sentence);
    }

    private void reply(@Nullable RequestId id, ErrorCode code, String sentence) {
        reply(id, code, sentence, 0);
    }

    private void reply(@Nullable RequestId id, ErrorCode code, String sentence, long retryMillis) {
        relay.requests().errors().refuse(session, id, code, false, sentence, retryMillis);
    }

    /// The peer is told to go; what it still says is not heard.
    private void close(Closing closing, long now) {
        relay.listener().expelled(session.id(), closing.reason());
        role.end(now);
        session.close(closing);
    }

    @Override
    public void onClosed(long now) {
        relay.forget(this);
        role.end(now);
    }

    /// Called by the drain: tells a peer that would understand it to go elsewhere.
    void goaway(long reconnectAfterMillis) {
        if (saidHello) {
            session.send(FrameWriter.goaway(reconnectAfterMillis));
        }
    }
}
