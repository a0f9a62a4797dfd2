package io.relayhub.relay;

import io.relayhub.link.Delivery;
import io.relayhub.link.ErrorCode;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import io.relayhub.link.json.Envelope;
import io.relayhub.relay.codec.AgentId;
import io.relayhub.relay.codec.Frame;
import io.relayhub.relay.codec.Frame.Outcome;
import io.relayhub.relay.codec.FrameWriter;
import io.relayhub.relay.codec.RequestId;
import io.relayhub.relay.facts.RelayListener;
import io.relayhub.relay.facts.RelayListener.Orphan;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The way of a request: from its agent to a connector, and its one outcome back. Holds no lock: the tables say what is
/// so, here is decided what follows from it.
///
/// Each outcome has one place: [#route] (nobody may take it), [#answer], [#cancel], [#expire] (deadline),
/// [#connectorLeft], [#agentLeft] (nobody waits any more), [#end] (the hub stops).
final class Requests {
    private static final long MILLI = 1_000_000L;
    private static final long BUSY_RETRY_MILLIS = 1_000;

    private final RelaySettings settings;
    private final ConnectorRegistry connectors;
    private final RelayListener listener;
    private final ErrorReplies errors;
    private final Selection selection;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean draining;

    Requests(RelaySettings settings, ConnectorRegistry connectors, RelayListener listener) {
        this.settings = settings;
        this.connectors = connectors;
        this.listener = listener;
        this.errors = new ErrorReplies(listener);
        this.selection = new Selection(settings);
    }

    /// The way to tell a peer that what it said leads to nothing.
    ErrorReplies errors() {
        return errors;
    }

    /// From now on every new request is refused.
    void drain() {
        draining = true;
    }

    void route(Agent agent, Frame.Request request, FrameWriter writer, long now) {
        if (draining) {
            errors.refuse(
                    agent.session(),
                    request.id(),
                    ErrorCode.DRAINING,
                    request.idempotent(),
                    "The hub is about to stop; connect again and repeat the request.",
                    0);
            return;
        }
        switch (agent.mayOpen(request.id())) {
            case DUPLICATE -> {
                errors.refuse(
                        agent.session(),
                        request.id(),
                        ErrorCode.DUPLICATE_ID,
                        request.idempotent(),
                        "A request with this id is still open; give each open request an id of its own.",
                        0);
                return;
            }
            case FULL -> {
                errors.refuse(
                        agent.session(),
                        request.id(),
                        ErrorCode.TOO_MANY_REQUESTS,
                        request.idempotent(),
                        settings.requests().perAgent() + " requests of this agent are open; wait for an answer first.",
                        BUSY_RETRY_MILLIS);
                return;
            }
            case OPENED -> {}
        }
        Connector[] present = connectors.of(agent.tenant());
        Connector[] candidates = present;
        Map<Connector, Selection.Fitness> tried = Map.of();
        while (true) {
            Connector connector = selection.choose(request, candidates, turn.getAndIncrement(), now);
            if (connector == null) {
                Selection.Refusal refusal = selection.refusal(request, present, tried, now);
                errors.refuse(
                        agent.session(), request.id(), refusal.code(), request.idempotent(), refusal.sentence(), 0);
                return;
            }
            Selection.Fitness given = give(agent, request, connector, writer, now);
            if (given == Selection.Fitness.FIT) {
                return;
            }
            tried = tried.isEmpty() ? new HashMap<>() : tried;
            tried.put(connector, given);
            candidates =
                    Arrays.stream(candidates).filter(each -> each != connector).toArray(Connector[]::new);
        }
    }

    /// @return whether it was given, or why this connector has no place for it after all; nothing was sent then
    private Selection.Fitness give(
            Agent agent, Frame.Request request, Connector connector, FrameWriter writer, long now) {
        if (!connector.ejection().begin(now)) {
            return Selection.Fitness.RESTING;
        }
        var pending = new PendingRequest(
                agent,
                request.id(),
                connector,
                now,
                timeoutNanos(request),
                request.idempotent(),
                connector.profile().versionWarning(request.version()));
        agent.open(pending);
        Selection.Fitness refused = Selection.Fitness.FULL;
        switch (connector
                .pending()
                .open(pending, connector.limit(settings.requests().perConnector()), now)) {
            case OPENED -> {
                Pieces message = writer.towardsConnector(
                        request.envelope(), connector.ids(), pending.number(), agent.nameFor(connector));
                Delivery delivery = connector.session().send(Message.Kind.TEXT, message);
                // Where it is not queued, the connector's leaving may have settled the request already; then the
                // agent has its outcome.
                if (delivery.isQueued() || !connector.pending().withdraw(pending, Orphan.UNKNOWN)) {
                    return Selection.Fitness.FIT;
                }
                refused = delivery == Delivery.FULL ? Selection.Fitness.BLOCKED : Selection.Fitness.GONE;
            }
            case FULL -> {}
            case SEALED -> refused = Selection.Fitness.GONE;
        }
        agent.close(pending);
        connector.ejection().undo();
        return refused;
    }

    private long timeoutNanos(Frame.Request request) {
        long asked = request.timeoutMillis();
        long millis = asked == 0 ? settings.requests().timeout().toMillis() : asked;
        return Math.min(millis, settings.requests().maxTimeout().toMillis()) * MILLI;
    }

    /// The connector answers what it was asked.
    ///
    /// @return null, or why the answer met no open request of this connector
    @Nullable
    Orphan answer(Connector connector, Frame.Answer answer, FrameWriter writer, long now) {
        long number = connector.ids().number(answer.envelope());
        PendingRequest request = connector.pending().complete(number);
        if (request == null) {
            return orphan(connector, answer.envelope(), number);
        }
        connector.ejection().answered(request.age(now));
        request.agent().close(request);
        if (answer.outcome() == Outcome.UNREADABLE) {
            errors.fail(
                    request,
                    ErrorCode.BAD_CONNECTOR_RESPONSE,
                    "The connector's answer has no \"success\" of true or false.",
                    now);
            return null;
        }
        String warning = answer.warned() ? null : request.versionWarning();
        Pieces message = writer.towardsAgent(answer.envelope(), request.id(), warning);
        Session asker = request.agent().session();
        switch (asker.send(Message.Kind.TEXT, message)) {
            case QUEUED -> listener.answered(asker.id(), request.age(now), answer.outcome() == Outcome.SUCCESS);
            case FULL -> {
                listener.orphaned(connector.session().id(), Orphan.AGENT_FULL);
                errors.fail(
                        request,
                        ErrorCode.ANSWER_DROPPED,
                        "The answer of " + message.length()
                                + " bytes found no room behind what this connection has not read yet; read faster, or"
                                + " ask for less at a time. The connector may have executed the request.",
                        now);
            }
            case CLOSED -> {
                listener.abandoned(asker.id());
                listener.orphaned(connector.session().id(), Orphan.AGENT_GONE);
            }
        }
        return null;
    }

    /// The connector sends a part of an answer.
    ///
    /// @return null, or why it met no open request of this connector
    @Nullable
    Orphan progress(Connector connector, Frame.Progress progress, FrameWriter writer) {
        long number = connector.ids().number(progress.envelope());
        PendingRequest request = connector.pending().find(number);
        if (request == null) {
            return orphan(connector, progress.envelope(), number);
        }
        Pieces message = writer.towardsAgent(progress.envelope(), request.id(), null);
        if (request.agent().session().send(Message.Kind.TEXT, message) == Delivery.FULL) {
            listener.orphaned(connector.session().id(), Orphan.AGENT_FULL);
        }
        return null;
    }

    private Orphan orphan(Connector connector, Envelope envelope, long number) {
        Orphan reason = number >= 0 ? connector.pending().fate(number) : strangeId(connector, envelope);
        if (reason == Orphan.LATE) {
            connector.ejection().heardLate();
        }
        listener.orphaned(connector.session().id(), reason);
        return reason;
    }

    /// An id from before a reconnect is nobody's any more; one of a connector that is here now belongs to that one.
    private Orphan strangeId(Connector connector, Envelope envelope) {
        long owner = connector.ids().connectorOf(envelope);
        return owner != connector.number() && connectors.isPresent(owner) ? Orphan.NOT_OWNER : Orphan.UNKNOWN;
    }

    /// The agent withdraws a request. One that is not open has its outcome on the way already.
    void cancel(Agent agent, RequestId id, long now) {
        PendingRequest request = agent.find(id);
        if (request != null && request.connector().pending().withdraw(request, Orphan.CANCELLED)) {
            agent.close(request);
            withdrawn(request);
            errors.fail(request, ErrorCode.CANCELLED, "Cancelled; the connector may have executed the request.", now);
        }
    }

    /// Nobody waits for the answers any more, and connectors may let go of what they hold for this agent.
    void agentLeft(Agent agent) {
        for (PendingRequest request : agent.closeAll()) {
            if (request.connector().pending().withdraw(request, Orphan.AGENT_GONE)) {
                withdrawn(request);
                listener.abandoned(agent.session().id());
            }
        }
        for (Connector connector : agent.leave()) {
            connector.session().send(AgentId.left(agent.id().text()));
        }
    }

    private static void withdrawn(PendingRequest request) {
        request.connector().ejection().undo();
        passOnCancel(request);
    }

    private static void passOnCancel(PendingRequest request) {
        Connector connector = request.connector();
        if (connector.profile().understands(ConnectorProfile.CANCEL)) {
            connector.session().send(FrameWriter.cancel(connector.ids(), request.number()));
        }
    }

    /// The connector is gone; it may have executed what it owed.
    void connectorLeft(Connector connector, long now) {
        errors.fail(
                connector.pending().seal(),
                ErrorCode.CONNECTOR_LOST,
                "The connector's connection ended before its answer; it may have executed the request.",
                now);
    }

    /// Ends the requests whose time is over.
    void expire(Connector connector, long now) {
        for (PendingRequest request : connector.pending().expire(now)) {
            request.agent().close(request);
            connector.setAside();
            if (connector.ejection().timedOut(request.timeoutNanos(), now)) {
                listener.ejected(connector.session().id());
            }
            passOnCancel(request);
            errors.fail(
                    request,
                    ErrorCode.REQUEST_TIMEOUT,
                    "No answer within "
                            + Duration.ofNanos(request.timeoutNanos()).toMillis()
                            + " ms; the connector may have executed the request.",
                    now);
        }
    }

    /// The hub stops: what is still open gets its outcome now.
    void end(Connector connector, long now) {
        errors.fail(
                connector.pending().drain(),
                ErrorCode.HUB_RESTARTING,
                "The hub stopped before the answer came; the connector may have executed the request.",
                now);
    }
}
