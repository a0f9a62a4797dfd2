package io.relayhub.relay;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import io.relayhub.link.Utf8;
import io.relayhub.relay.codec.Frame;
import io.relayhub.relay.codec.Frame.Outcome;
import io.relayhub.relay.codec.FrameWriter;
import io.relayhub.relay.codec.Lines;
import io.relayhub.relay.codec.RequestId;
import io.relayhub.relay.facts.ErrorCode;
import io.relayhub.relay.facts.RelayListener.Orphan;
import org.jspecify.annotations.Nullable;

/// What one peer of the relay says: lines out of its messages, and what each means for the part it plays.
///
/// Confined to the transport's serial calls, but for the fields that say otherwise.
final class RelayConversation implements Conversation, Lines.Listener {
    private final Relay relay;
    private final Session session;
    private final Lines lines;
    private final Offences malformed;
    private final Offences foreignAnswers;
    private final MessageRate rate;
    private final Part part;

    /// Whether the peer knows the hub's own messages; read by the drain.
    private volatile boolean saidHello;

    RelayConversation(Relay relay, Session session, long now) {
        this.relay = relay;
        this.session = session;
        RelaySettings settings = relay.settings();
        this.lines = new Lines(settings.json(), settings.maxMessageBytes(), relay.budget());
        this.malformed = new Offences(settings.malformedPerMinute(), now);
        this.foreignAnswers = new Offences(settings.foreignAnswersPerMinute(), now);
        int ownRate = session.identity().agentRate();
        this.rate = new MessageRate(ownRate == 0 ? settings.agentRate() : ownRate, now);
        this.part = new Part(relay, session);
    }

    @Override
    public void onMessage(Message message, long now) {
        if (part.isOver()) {
            return;
        }
        if (message.kind() == Message.Kind.BINARY && !isUtf8(message)) {
            close(Closing.because(CloseReason.NOT_UTF8));
            return;
        }
        lines.accept(message, now, this);
    }

    @Override
    public Next onFrame(Frame frame) {
        heard(frame);
        return next();
    }

    @Override
    public Next onMalformed(String problem) {
        if (malformed.tooMany(relay.now())) {
            reply(null, ErrorCode.TOO_MANY_ERRORS, "Too many malformed messages in a minute; the connection closes.");
            close(Closing.because(CloseReason.TOO_MANY_ERRORS));
        } else {
            reply(null, ErrorCode.BAD_JSON, "The message is not one JSON object on one line: " + problem + ".");
        }
        return next();
    }

    @Override
    public void onTooLarge() {
        String sentence = "The message is longer than " + relay.settings().maxMessageBytes() + " bytes.";
        reply(null, ErrorCode.MESSAGE_TOO_LARGE, sentence);
        close(Closing.because(CloseReason.MESSAGE_TOO_LARGE));
    }

    @Override
    public void onNoMemory() {
        close(relay.busy());
    }

    private Next next() {
        return part.isOver() ? Next.STOP : Next.GO_ON;
    }

    private void heard(Frame frame) {
        long now = relay.now();
        if (part.isOver() || (part.isAgent() && !withinRate(frame, now))) {
            return;
        }
        part.heard(now);
        switch (frame) {
            case Frame.Ping ping -> session.send(FrameWriter.pong(relay.epochMillis()));
            case Frame.Pong pong -> {}
            case Frame.AgentHello hello -> agentHello();
            case Frame.ConnectorHello hello -> connectorHello(hello);
            case Frame.Request request -> {
                Agent agent = part.agent();
                if (agent == null) {
                    forbidden(request.id(), "This connection is a connector; requests need a connection of an agent.");
                } else {
                    relay.requests().route(agent, request, now);
                }
            }
            case Frame.Cancel cancel -> {
                Agent agent = part.agent();
                if (agent == null) {
                    forbidden(cancel.id(), "This connection is a connector; only an agent cancels its requests.");
                } else {
                    relay.requests().cancel(agent, cancel.id(), now);
                }
            }
            case Frame.Answer answer -> answer(answer, now);
            case Frame.Progress progress -> {
                Connector connector = part.connector();
                if (connector == null) {
                    forbidden(null, "This connection is an agent; only a connector sends progress.");
                } else {
                    judge(relay.requests().progress(connector, progress), now);
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
        boolean proven = part.isConnector();
        if (answer.outcome() == Outcome.UNREADABLE && !proven) {
            reply(
                    null,
                    ErrorCode.BAD_REQUEST,
                    "The message is neither a request (\"action\") nor an answer (\"success\").");
            return;
        }
        Connector connector = part.connector();
        if (connector == null) {
            forbidden(null, "This connection is an agent; answers need a connection of a connector.");
        } else {
            judge(relay.requests().answer(connector, answer, now), now);
        }
    }

    private void judge(@Nullable Orphan orphan, long now) {
        if (orphan == Orphan.NOT_OWNER && foreignAnswers.tooMany(now)) {
            close(Closing.because(CloseReason.PROTOCOL_VIOLATION));
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
                close(Closing.retryAfter(CloseReason.RATE_LIMITED, rate.retryMillis()));
                yield false;
            }
        };
    }

    private void agentHello() {
        if (part.agent() == null) {
            forbidden(null, "This connection is a connector and stays one.");
        } else {
            welcome(Role.AGENT);
        }
    }

    private void connectorHello(Frame.ConnectorHello hello) {
        Connector connector = part.connector();
        if (connector == null) {
            forbidden(null, "This connection is an agent and stays one.");
        } else {
            relay.describe(connector, connector.profile().with(hello));
            welcome(Role.CONNECTOR);
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
        relay.requests().refuse(session, id, code, Requests.verdict(code, false), sentence, retryMillis);
    }

    /// The peer is told to go; what it still says is not heard.
    private void close(Closing closing) {
        relay.listener().expelled(session.id(), closing.reason());
        end();
        session.close(closing);
    }

    @Override
    public void onClosed(long now) {
        relay.forget(this);
        end();
    }

    private void end() {
        lines.clear();
        part.end();
    }

    /// Called by the ticker: a line must be finished in its time.
    void checkLine(long now) {
        if (lines.isOverdue(now, relay.settings().lineTimeout().toNanos())) {
            relay.listener().expelled(session.id(), CloseReason.MESSAGE_TIMEOUT);
            session.close(Closing.because(CloseReason.MESSAGE_TIMEOUT));
        }
    }

    /// Called by the drain: tells a peer that would understand it to go elsewhere.
    void goaway(long reconnectAfterMillis) {
        if (saidHello) {
            session.send(FrameWriter.goaway(reconnectAfterMillis));
        }
    }

    private static boolean isUtf8(Message message) {
        return Utf8.isValid(message.array(), message.offset(), message.length());
    }
}
