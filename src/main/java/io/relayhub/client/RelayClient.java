package io.relayhub.client;

import io.relayhub.dial.Dialer;
import io.relayhub.dial.Disconnect;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.JdkDialer;
import io.relayhub.dial.JsonLine;
import io.relayhub.dial.Timers;
import io.relayhub.dial.Uplink;
import io.relayhub.dial.UplinkListener;
import io.relayhub.dial.UplinkSettings;
import io.relayhub.dial.Wire;
import io.relayhub.link.json.Envelope;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Dialer dialer;
    private final Invocations invocations;
    private final Uplink uplink;
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    RelayClient(HubAddress address, ClientOptions options, Dialer dialer, Timers timers, RandomGenerator random) {
        this.dialer = dialer;
        this.invocations = new Invocations(address, options, timers, this::moveOn);
        this.uplink = new Uplink(
                address,
                new UplinkSettings(() -> hello(options), options.heartbeat(), options.backoff()),
                dialer,
                timers,
                random,
                new Events());
    }

    /// Connects to the hub of this machine, found in its state file (docs/client.md, "Which hub").
    ///
    /// @throws RelayException as [#connect(HubAddress, ClientOptions)] does, and where no hub was started here
    public static RelayClient connect(ClientOptions options) throws InterruptedException {
        return connect(ServerFile.read(ServerFile.home(System.getenv(), System.getProperty("user.home"))), options);
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
        return invocations.ask(request);
    }

    /// Whether a request would be sent at once.
    public boolean connected() {
        return invocations.connected();
    }

    /// Ends the connection; requests without an outcome fail with [RelayException#CLIENT_CLOSED].
    @Override
    public void close() {
        uplink.close();
        dialer.close();
    }

    private void moveOn(Wire wire) {
        uplink.moveOn(wire);
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
        return JsonLine.of(hello);
    }

    private final class Events implements UplinkListener {
        @Override
        public void up(Wire wire) {
            invocations.up(wire);
            first.complete(null);
        }

        @Override
        public void message(Wire wire, Envelope envelope) {
            invocations.heard(envelope);
        }

        @Override
        public void garbage() {
            // A hub that says something unreadable now and then still answers the rest.
        }

        @Override
        public void leaving(Wire wire) {
            invocations.leaving(wire);
        }

        @Override
        public void down(Wire wire, Disconnect ending) {
            invocations.down(ending);
        }

        @Override
        public void waiting(Disconnect ending, Duration delay) {
            // Before the first connection was up, the caller of connect() decides whether to try again.
            first.completeExceptionally(RelayException.notConnected(RelayException.Retry.SENSIBLE, ending.sentence()));
        }

        @Override
        public void gaveUp(Disconnect ending) {
            RelayException why = ending instanceof Disconnect.Left
                    ? new RelayException(RelayException.CLIENT_CLOSED, false, "the client is closed")
                    : RelayException.notConnected(RelayException.Retry.POINTLESS, ending.sentence());
            first.completeExceptionally(why);
            invocations.end(why);
        }
    }
}
