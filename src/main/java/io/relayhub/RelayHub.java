package io.relayhub;

import io.relayhub.app.HubLaunch;
import io.relayhub.app.HubStartException;
import io.relayhub.app.RunningHub;
import io.relayhub.relay.facts.RelayStats;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A hub inside another Java program.
///
/// ```java
/// try (RelayHub hub = RelayHub.builder().port(0).token("secret").build()) {
///     hub.start();
///     System.out.println("ws://127.0.0.1:" + hub.port() + "/ws");
/// }
/// ```
///
/// It is told everything by its builder: the program's environment, its configuration files, its logging and its
/// shutdown are none of its business. Several may run in one JVM, each on its own port. What it has to say goes to
/// SLF4J; tokens and payloads are never in it.
///
/// Every method may be called from any thread. A hub that was stopped can be started again.
public final class RelayHub implements AutoCloseable {
    private final HubLaunch launch;
    private @Nullable RunningHub running;

    private RelayHub(HubLaunch launch) {
        this.launch = launch;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Starts it and returns when it accepts connections, which takes a second or two. Does nothing when it runs.
    ///
    /// @throws IllegalStateException when it cannot start, most often because its port is taken; the cause says why
    public synchronized void start() {
        if (running != null) {
            return;
        }
        try {
            running = RunningHub.start(launch);
        } catch (HubStartException e) {
            throw new IllegalStateException(e.getMessage(), e.getCause());
        }
    }

    /// The port it listens on; with port 0 the one that the system gave it.
    ///
    /// @throws IllegalStateException when it does not run
    public int port() {
        return requireRunning().port();
    }

    /// What agents and connectors must present: the token it was given, or the one it made at its start.
    ///
    /// @throws IllegalStateException when it does not run
    public String token() {
        return requireRunning().token();
    }

    /// The numbers of this moment.
    ///
    /// @throws IllegalStateException when it does not run
    public Stats stats() {
        RelayStats stats = requireRunning().stats();
        return new Stats(stats.connections(), stats.agents(), stats.connectors(), stats.pendingRequests());
    }

    /// Refuses new connections, lets open requests finish (10 s at most), tells every peer when to come back, and
    /// returns when it has stopped, within 25 s. Does nothing when it does not run.
    public synchronized void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /// As [#stop()], with less time for open requests: those that are not answered by then end with `HUB_RESTARTING`.
    /// Peers get up to 10 s more for their goodbye; with zero and peers that answer it is gone at once.
    ///
    /// @param drainTimeout zero or more; more than 10 s counts as 10 s
    public synchronized void stop(Duration drainTimeout) {
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException("the drain timeout is zero or more");
        }
        if (running != null) {
            running.close(drainTimeout);
            running = null;
        }
    }

    /// The same as [#stop()]: with a request open that nobody answers this takes the whole 10 s. [#stop(Duration)]
    /// takes less.
    @Override
    public void close() {
        stop();
    }

    private synchronized RunningHub requireRunning() {
        if (running == null) {
            throw new IllegalStateException("The hub does not run: call start() first.");
        }
        return running;
    }

    /// How busy a hub is.
    ///
    /// @param connections     open WebSocket connections
    /// @param agents          those that have turned out to be agents
    /// @param connectors      those that have turned out to be connectors
    /// @param pendingRequests requests that wait for their answer
    public record Stats(int connections, int agents, int connectors, int pendingRequests) {}

    /// The settings of a hub. For one thread. A method throws [IllegalArgumentException] for a value that cannot be.
    public static final class Builder {
        private static final int MAX_PORT = 65_535;

        private final Map<String, Object> properties = new HashMap<>();
        private Optional<String> token = Optional.empty();

        private Builder() {}

        /// 1 to 65535, or 0 for any free port; by default 8080.
        public Builder port(int port) {
            return set("server.port", port, port >= 0 && port <= MAX_PORT, "the port is 0 to 65535");
        }

        /// The address to listen on; by default all addresses of the machine.
        public Builder address(InetAddress address) {
            return set("server.address", address.getHostAddress(), true, "");
        }

        /// Of the WebSocket endpoint, beginning with a slash; by default `/ws`.
        public Builder path(String path) {
            return set("relayhub.path", path, path.startsWith("/"), "the path begins with a slash");
        }

        /// What agents and connectors must present; by default 32 random characters ([RelayHub#token]).
        public Builder token(String token) {
            require(!token.isBlank(), "the token is not empty");
            this.token = Optional.of(token);
            return this;
        }

        /// The silence after which a peer is disconnected; by default 90 s.
        public Builder heartbeatTimeout(Duration timeout) {
            return set(
                    "relayhub.heartbeat-timeout",
                    timeout.toMillis() + "ms",
                    timeout.isPositive(),
                    "the heartbeat timeout is positive");
        }

        /// Connections beyond this are refused; by default 100.
        public Builder maxConnections(int connections) {
            return set("relayhub.max-connections", connections, connections > 0, "there is at least one connection");
        }

        /// The largest message, in bytes; by default 10 MiB.
        public Builder maxMessageSize(int bytes) {
            return set("relayhub.max-message-size", bytes + "B", bytes > 0, "a message has at least one byte");
        }

        public RelayHub build() {
            return new RelayHub(new HubLaunch(HubLaunch.Kind.EMBEDDED, properties, token, Optional.empty()));
        }

        private Builder set(String property, Object value, boolean holds, String rule) {
            require(holds, rule);
            properties.put(property, value);
            return this;
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }
    }
}
