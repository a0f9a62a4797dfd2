package io.relayhub.client;

import io.relayhub.dial.Disconnect;
import io.relayhub.dial.Field;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.JsonLine;
import io.relayhub.dial.Timers;
import io.relayhub.dial.Wire;
import io.relayhub.link.json.Envelope;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The way of each request from its caller to a connection, and of its one outcome back. Which requests are open, and
/// where the next one goes, is kept by [OpenRequests]; here is decided what follows from it.
///
/// Methods may be called from any thread and do not block.
final class Invocations {
    /// What the hub may take beyond a request's timeout to say its outcome (docs/protocol.md, "Promises").
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final long MAX_QUEUED_BYTES = 32L * 1024 * 1024;

    private final HubAddress address;
    private final ClientOptions options;
    private final Timers timers;
    private final Consumer<Wire> moveOn;
    private final String idPrefix =
            Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36, 36L * 36 * 36 * 36 * 36), 36);
    private final AtomicLong ids = new AtomicLong();
    private final OpenRequests open = new OpenRequests();

    /// @param moveOn told of a connection that its hub wants to leave, once nothing is owed on it any more
    Invocations(HubAddress address, ClientOptions options, Timers timers, Consumer<Wire> moveOn) {
        this.address = address;
        this.options = options;
        this.timers = timers;
        this.moveOn = moveOn;
    }

    /// See [RelayClient#invoke(Request)].
    CompletableFuture<Answer> ask(Request request) {
        Duration timeout = request.timeout() == null ? options.requestTimeout() : request.timeout();
        long now = timers.now();
        Pending pending = new Pending(idPrefix + "-" + ids.incrementAndGet(), request, now + timeout.toNanos());
        Timers.Timer deadline = timers.after(timeout.plus(GRACE), () -> fail(pending, RelayException.late(request)));
        var _ = pending.future().whenComplete((answer, failure) -> {
            deadline.cancel();
            if (failure instanceof CancellationException) {
                withdraw(pending);
            }
        });
        switch (open.admit(pending)) {
            case OpenRequests.Admission.Send(Wire wire) -> send(wire, pending);
            case OpenRequests.Admission.Refuse(RelayException why) -> pending.failed(why);
            case OpenRequests.Admission.Wait waits -> {
                Duration patience = min(timeout, options.connectTimeout());
                Timers.Timer impatience = timers.after(patience, () -> giveUpWaiting(pending));
                var _ = pending.future().whenComplete((answer, failure) -> impatience.cancel());
            }
        }
        return pending.future();
    }

    /// Whether a request would be sent at once.
    boolean connected() {
        return open.connected();
    }

    /// There is a connection: what waited for one is sent.
    void up(Wire wire) {
        open.connected(wire).forEach(pending -> send(wire, pending));
    }

    /// The hub takes nothing new on this connection.
    void leaving(Wire wire) {
        open.leaving(wire);
        moveOnIfIdle();
    }

    /// The connection has ended: what was sent on it will not be answered.
    void down(Disconnect ending) {
        boolean ours = ending instanceof Disconnect.Left;
        for (Pending pending : open.disconnected()) {
            pending.failed(ours ? RelayException.closed(pending.request()) : RelayException.lost(pending.request()));
        }
    }

    /// There will be no connection any more.
    void end(RelayException why) {
        open.end(why).forEach(pending -> pending.failed(why));
    }

    private void send(Wire to, Pending pending) {
        byte[] line = pending.request()
                .line(pending.id(), Duration.ofNanos(pending.deadline() - timers.now()), options.version());
        if (line.length > options.maxMessageBytes()) {
            fail(
                    pending,
                    new RelayException(
                            RelayException.MESSAGE_TOO_LARGE,
                            false,
                            "the request is larger than " + options.maxMessageBytes() + " bytes"));
        } else if (to.queuedBytes() > MAX_QUEUED_BYTES) {
            fail(
                    pending,
                    new RelayException(
                            RelayException.CLIENT_BUSY,
                            true,
                            "the hub does not read as fast as requests are made; make fewer at a time"));
        } else {
            var _ = to.send(line).exceptionally(gone -> {
                fail(pending, RelayException.lost(pending.request()));
                return null;
            });
        }
    }

    private void fail(Pending pending, RelayException why) {
        if (open.take(pending.id()) != null) {
            pending.failed(why);
            moveOnIfIdle();
        }
    }

    private void withdraw(Pending pending) {
        if (open.stopWaiting(pending) || open.take(pending.id()) == null) {
            return;
        }
        Wire wire = open.current();
        if (wire != null) {
            ObjectNode cancel = JsonMapper.shared().createObjectNode();
            cancel.put("type", "cancel").put("id", pending.id());
            wire.post(JsonLine.of(cancel));
        }
        moveOnIfIdle();
    }

    private void giveUpWaiting(Pending pending) {
        if (open.stopWaiting(pending)) {
            pending.failed(RelayException.notConnected(
                    RelayException.Retry.SENSIBLE, "there is no connection to " + address + " at the moment"));
        }
    }

    /// An answer, or a part of one. One that belongs to no open request is late, or answers what was withdrawn.
    void heard(Envelope envelope) {
        String id = envelope.text(Field.ID);
        if (id == null) {
            return;
        }
        if ("progress".equals(envelope.text(Field.TYPE))) {
            Pending pending = open.find(id);
            if (pending != null) {
                pending.progressed(answer(envelope));
            }
            return;
        }
        Pending pending = open.take(id);
        if (pending != null) {
            if (envelope.isTrue(Field.SUCCESS)) {
                pending.answered(answer(envelope));
            } else {
                pending.failed(RelayException.of(envelope));
            }
            moveOnIfIdle();
        }
    }

    private void moveOnIfIdle() {
        Wire done = open.idleLeaver();
        if (done != null) {
            moveOn.accept(done);
        }
    }

    private static Answer answer(Envelope envelope) {
        byte[] data = envelope.raw(Field.DATA);
        return new Answer(data == null ? new byte[] {'n', 'u', 'l', 'l'} : data, envelope.text(Field.VERSION_WARNING));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
