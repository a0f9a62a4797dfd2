package io.relayhub.connector;

import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.dial.Dialer;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.Field;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.JdkDialer;
import io.relayhub.dial.Timers;
import io.relayhub.dial.Uplink;
import io.relayhub.dial.UplinkListener;
import io.relayhub.dial.UplinkSettings;
import io.relayhub.dial.Wire;
import io.relayhub.link.json.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// A connector: stays connected to one hub, hands its requests to providers and answers them (docs/connector.md).
/// Each request has a virtual thread and a deadline of its own; what one of them does holds up no other. Deadlines and
/// refusals come from the timers' thread, so that agents hear the truth also when no virtual thread runs any more.
public final class Connector implements AutoCloseable {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
    /// How long a request waits for a thread before it is refused: far above what a busy machine takes, far below what
    /// agents wait.
    static final Duration START_PATIENCE = Duration.ofSeconds(3);

    private final ConnectorOptions options;
    private final ActionRoutes routes;
    private final List<Bulkhead> bulkheads;
    private final Dialer dialer;
    private final Timers timers;
    private final ThreadFactory threads;
    private final ConnectorListener listener;
    private final Uplink uplink;
    private final CompletableFuture<Disconnect> ended = new CompletableFuture<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final KnownAgents agents;
    private volatile boolean everConnected;
    private volatile boolean hubLeaves;

    /// @param providers in order of preference, each with its name; closed by [#close]
    /// @param dialer    closed by [#close]
    /// @param threads   gives each request its own
    Connector(
            HubAddress address,
            ConnectorOptions options,
            Map<String, Provider> providers,
            Dialer dialer,
            Timers timers,
            ThreadFactory threads,
            RandomGenerator random,
            ConnectorListener listener) {
        this.options = options;
        this.bulkheads = providers.entrySet().stream()
                .map(entry -> new Bulkhead(entry.getKey(), entry.getValue(), options.maxInFlight()))
                .toList();
        this.routes = new ActionRoutes(bulkheads, options.allowed());
        this.dialer = dialer;
        this.timers = timers;
        this.threads = threads;
        this.listener = listener;
        this.agents = new KnownAgents(timers, this::agentLeft);
        this.uplink = new Uplink(
                address,
                new UplinkSettings(
                        () -> Replies.hello(options, routes, agents.names()), options.heartbeat(), options.backoff()),
                dialer,
                timers,
                random,
                new Events());
    }

    /// @param providers in order of preference (a map with an order), each with its name; closed with the connector
    public static Connector of(
            HubAddress address, ConnectorOptions options, Map<String, Provider> providers, ConnectorListener listener) {
        Dialer dialer = new JdkDialer(Timers.real(), Duration.ofSeconds(30), options.maxMessageBytes());
        return of(address, options, providers, listener, dialer);
    }

    /// As the other, over connections of somebody else's making.
    ///
    /// @param dialer closed with the connector
    public static Connector of(
            HubAddress address,
            ConnectorOptions options,
            Map<String, Provider> providers,
            ConnectorListener listener,
            Dialer dialer) {
        ThreadFactory threads = Thread.ofVirtual().name("action-", 1).factory();
        return new Connector(
                address, options, providers, dialer, Timers.real(), threads, RandomGenerator.getDefault(), listener);
    }

    /// Begins to connect, and returns at once; called once.
    public void start() {
        uplink.start();
    }

    /// Completes with why the connector ended, after its listener has heard it; never fails.
    public CompletableFuture<Disconnect> ended() {
        return ended.copy();
    }

    /// Leaves the hub, ends the requests in work and closes the providers.
    @Override
    public void close() {
        uplink.close();
        dialer.close();
        bulkheads.forEach(bulkhead -> bulkhead.provider().close());
    }

    private void requested(Wire wire, Envelope envelope, String action) {
        byte[] id = envelope.raw(Field.ID);
        if (id == null) {
            listener.notUnderstood();
            return;
        }
        byte[] data = envelope.raw(Field.DATA);
        Call call = new Call(
                wire,
                id,
                action,
                KnownAgents.named(envelope.text(Field.AGENT)),
                data == null ? Json.NULL : Json.raw(data),
                timeout(envelope),
                options.maxMessageBytes(),
                timers,
                listener);
        switch (routes.route(action)) {
            case ActionRoutes.Route.Unknown unknown ->
                call.refuse(ActionError.UNKNOWN_ACTION, "this connector has no action of that name");
            case ActionRoutes.Route.Forbidden forbidden ->
                call.refuse(ActionError.FORBIDDEN, "this connector's operator does not allow that action");
            case ActionRoutes.Route.To(Bulkhead bulkhead) -> begin(call, key(id), bulkhead);
        }
    }

    private void begin(Call call, String key, Bulkhead bulkhead) {
        if (!bulkhead.enter()) {
            call.refuse(
                    ActionError.BUSY,
                    "the " + bulkhead.name() + " provider has as many requests as it takes; try later");
            return;
        }
        calls.put(key, call);
        call.agent().ifPresent(agents::enter);
        Timers.Timer deadline = timers.after(call.remaining(), () -> {
            call.timeOut();
            finished(key, call);
        });
        Timers.Timer start = timers.after(START_PATIENCE, () -> {
            if (call.refuseUnlessTaken()) {
                finished(key, call);
            }
        });
        Thread worker = threads.newThread(() -> {
            try {
                start.cancel();
                call.work(bulkhead);
            } finally {
                deadline.cancel();
                bulkhead.leave();
                call.agent().ifPresent(agents::leave);
                finished(key, call);
            }
        });
        worker.start();
    }

    private void agentLeft(String agent) {
        for (Bulkhead bulkhead : bulkheads) {
            threads.newThread(() -> {
                        try {
                            bulkhead.provider().agentLeft(agent);
                        } catch (RuntimeException | Error e) {
                            listener.failed("agent_left", bulkhead.name(), e);
                        }
                    })
                    .start();
        }
    }

    private void finished(String key, Call call) {
        if (calls.remove(key, call)) {
            moveOnIfIdle(call.wire());
        }
    }

    private void moveOnIfIdle(Wire wire) {
        if (hubLeaves && calls.isEmpty()) {
            uplink.moveOn(wire);
        }
    }

    private void cancelled(Envelope envelope) {
        byte[] id = envelope.raw(Field.ID);
        String key = id == null ? "" : key(id);
        Call call = calls.get(key);
        if (call != null) {
            call.cancel();
            finished(key, call);
        }
    }

    /// An id is whatever JSON its bytes are; `"1"` and `1` are two.
    private static String key(byte[] id) {
        return new String(id, StandardCharsets.UTF_8);
    }

    private static Duration timeout(Envelope envelope) {
        OptionalLong millis = envelope.integer(Field.TIMEOUT_MS);
        OptionalLong seconds = envelope.integer(Field.TIMEOUT_SEC);
        if (millis.isEmpty() && seconds.isEmpty()) {
            return DEFAULT_TIMEOUT;
        }
        long asked = millis.isPresent() ? millis.getAsLong() : Math.clamp(seconds.getAsLong(), 0, 86_400) * 1000L;
        return asked <= 0 ? DEFAULT_TIMEOUT : Duration.ofMillis(Math.min(asked, MAX_TIMEOUT.toMillis()));
    }

    private final class Events implements UplinkListener {
        @Override
        public void up(Wire wire) {
            everConnected = true;
            hubLeaves = false;
            agents.linkBack();
            listener.connected();
        }

        @Override
        public void message(Wire wire, Envelope envelope) {
            String action = envelope.text(Field.ACTION);
            if (action != null) {
                requested(wire, envelope, action);
                return;
            }
            switch (Objects.requireNonNullElse(envelope.text(Field.TYPE), "")) {
                case "cancel" -> cancelled(envelope);
                case "agent_left" ->
                    KnownAgents.named(envelope.text(Field.AGENT)).ifPresent(agents::left);
                default -> listener.notUnderstood();
            }
        }

        @Override
        public void garbage() {
            listener.notUnderstood();
        }

        @Override
        public void leaving(Wire wire) {
            hubLeaves = true;
            listener.hubLeaving();
            moveOnIfIdle(wire);
        }

        @Override
        public void down(Wire wire, Disconnect ending) {
            calls.values().forEach(Call::lose);
            calls.clear();
            agents.linkLost();
        }

        @Override
        public void waiting(Disconnect ending, Duration delay) {
            if (!everConnected && options.start() == ConnectorOptions.Start.FAIL_FAST) {
                finish(ending);
                uplink.close();
            } else {
                listener.waiting(ending, delay);
            }
        }

        @Override
        public void gaveUp(Disconnect ending) {
            finish(ending);
        }

        private void finish(Disconnect ending) {
            if (finished.compareAndSet(false, true)) {
                listener.ended(ending);
                ended.complete(ending);
            }
        }
    }
}
