package io.relayhub.client;

import io.relayhub.dial.Dialer;
import io.relayhub.dial.Ending;
import io.relayhub.dial.Envelope;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.JdkDialer;
import io.relayhub.dial.Timers;
import io.relayhub.dial.Uplink;
import io.relayhub.dial.UplinkListener;
import io.relayhub.dial.UplinkSettings;
import io.relayhub.dial.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An agent's connection to a hub: asks connectors and awaits their answers (docs/client.md). It reconnects by
/// itself; a request that is made meanwhile waits for the connection, one that was sent and not answered fails with
/// [RelayException#CONNECTION_LOST] and is never sent twice.
///
/// Methods may be called from any thread and do not block, but for [#connect].
public final class RelayClient implements AutoCloseable {
    /// What the hub may take beyond a request's timeout to say its outcome (docs/protocol.md, "Promises").
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final long MAX_QUEUED_BYTES = 32L * 1024 * 1024;

    private final ClientOptions options;
    private final HubAddress address;
    private final Dialer dialer;
    private final Timers timers;
    private final Uplink uplink;
    private final String idPrefix =
            Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36, 36L * 36 * 36 * 36 * 36), 36);
    private final AtomicLong ids = new AtomicLong();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final OpenRequests open = new OpenRequests();

    RelayClient(HubAddress address, ClientOptions options, Dialer dialer, Timers timers, RandomGenerator random) {
        this.address = address;
        this.options = options;
        this.dialer = dialer;
        this.timers = timers;
        this.uplink = new Uplink(
                address,
                new UplinkSettings(hello(options), options.heartbeat(), options.backoff()),
                dialer,
                timers,
                random,
                new Hearing());
    }

    /// Connects to the hub of this machine, found in its state file (docs/client.md, "Which hub").
    ///
    /// @throws RelayException as [#connect(HubAddress, ClientOptions)] does, and where no hub was started here
    public static RelayClient connect(ClientOptions options) throws InterruptedException {
        return connect(ServerFile.read(ServerFile.home()), options);
    }

    /// @param uri with its token, as `relayhub status` prints it
    /// @throws IllegalArgumentException when it is no hub's URL
    public static RelayClient connect(URI uri, ClientOptions options) throws InterruptedException {
        return connect(HubAddress.parse(uri.toString()), options);
    }

    /// Makes the first connection; the only attempt that is not repeated.
    ///
    /// @throws RelayException `NOT_CONNECTED`, when it does not succeed within the connect timeout
    public static RelayClient connect(HubAddress address, ClientOptions options) throws InterruptedException {
        return connect(
                address, options, new JdkDialer(Timers.real(), options.connectTimeout(), options.maxMessageBytes()));
    }

    /// As [#connect(HubAddress, ClientOptions)], over connections of somebody else's making.
    ///
    /// @param dialer closed with the client
    public static RelayClient connect(HubAddress address, ClientOptions options, Dialer dialer)
            throws InterruptedException {
        RelayClient client = new RelayClient(address, options, dialer, Timers.real(), RandomGenerator.getDefault());
        client.start();
        try {
            client.first.get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return client;
        } catch (ExecutionException e) {
            client.close();
            throw e.getCause() instanceof RelayException failure
                    ? failure
                    : new IllegalStateException("connecting failed in an unexpected way", e.getCause());
        } catch (TimeoutException e) {
            client.close();
            throw RelayException.notConnected(
                    RelayException.Retry.SENSIBLE,
                    address + " did not answer within "
                            + options.connectTimeout().toSeconds() + " s");
        } catch (InterruptedException e) {
            client.close();
            throw e;
        }
    }

    void start() {
        uplink.start();
    }

    /// As [#invoke(Request)], with the defaults of everything else.
    public CompletableFuture<Answer> invoke(String action, JsonNode data) {
        return invoke(Request.of(action).withData(data));
    }

    /// Asks, and returns at once. Cancelling the future withdraws the request.
    ///
    /// @return completes with the answer, or with a [RelayException]; within the request's timeout and 5 s
    public CompletableFuture<Answer> invoke(Request request) {
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
    public boolean connected() {
        return open.connected();
    }

    /// Ends the connection; requests without an outcome fail with [RelayException#CLIENT_CLOSED].
    @Override
    public void close() {
        uplink.close();
        dialer.close();
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
            wire.post(WireJson.line(cancel));
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
    private void answered(Envelope envelope) {
        String id = envelope.text("id");
        if (id == null) {
            return;
        }
        if ("progress".equals(envelope.text("type"))) {
            Pending pending = open.find(id);
            if (pending != null) {
                pending.progressed(answer(envelope));
            }
            return;
        }
        Pending pending = open.take(id);
        if (pending != null) {
            if (envelope.isTrue("success")) {
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
            uplink.moveOn(done);
        }
    }

    private static Answer answer(Envelope envelope) {
        byte[] data = envelope.raw("data");
        return new Answer(data == null ? new byte[] {'n', 'u', 'l', 'l'} : data, envelope.text("versionWarning"));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static byte[] hello(ClientOptions options) {
        ObjectNode hello = JsonMapper.shared().createObjectNode();
        hello.put("type", "agent_hello");
        if (!options.name().isEmpty()) {
            hello.put("name", options.name());
        }
        if (!options.version().isEmpty()) {
            hello.put("version", options.version());
        }
        return WireJson.line(hello);
    }

    private final class Hearing implements UplinkListener {
        @Override
        public void up(Wire wire) {
            open.connected(wire).forEach(pending -> send(wire, pending));
            first.complete(null);
        }

        @Override
        public void message(Wire wire, Envelope envelope) {
            answered(envelope);
        }

        @Override
        public void garbage() {
            // A hub that says something unreadable now and then still answers the rest.
        }

        @Override
        public void leaving(Wire wire) {
            open.leaving(wire);
            moveOnIfIdle();
        }

        @Override
        public void down(Wire wire, Ending ending) {
            boolean ours = ending instanceof Ending.Left;
            for (Pending pending : open.disconnected()) {
                pending.failed(
                        ours ? RelayException.closed(pending.request()) : RelayException.lost(pending.request()));
            }
        }

        @Override
        public void waiting(Ending ending, Duration delay) {
            // Before the first connection was up, the caller of connect() decides whether to try again.
            first.completeExceptionally(RelayException.notConnected(RelayException.Retry.SENSIBLE, ending.sentence()));
        }

        @Override
        public void gaveUp(Ending ending) {
            RelayException why = ending instanceof Ending.Left
                    ? new RelayException(RelayException.CLIENT_CLOSED, false, "the client is closed")
                    : RelayException.notConnected(RelayException.Retry.POINTLESS, ending.sentence());
            first.completeExceptionally(why);
            open.end(why).forEach(pending -> pending.failed(why));
        }
    }
}
