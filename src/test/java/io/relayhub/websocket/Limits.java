package io.relayhub.websocket;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// Settings for a test: the defaults, but for what it sets.
final class Limits {
    private final SocketSettings defaults = SocketSettings.defaults();
    int maxConnections = Capacity.defaults().maxConnections();
    int maxMessageBytes = (int) defaults.limits().messageSize().toBytes();
    int outboundQueueBytes = (int) defaults.limits().outboundQueueSize().toBytes();
    Duration heartbeatTimeout = defaults.heartbeat().timeout();
    Duration pingInterval = defaults.heartbeat().pingInterval();
    Duration writeTimeout = defaults.timeouts().write();
    Duration closeTimeout = defaults.timeouts().close();
    Duration messageTimeout = defaults.timeouts().message();
    int controlFramesPerSecond = defaults.limits().controlFramesPerSecond();
    int maxFragments = defaults.limits().fragments();

    @Nullable
    DataSize assemblyBudget;

    @Nullable
    DataSize outboundBudget;

    Set<String> allowedOrigins = defaults.allowedOrigins();

    SocketSettings settings() {
        return new SocketSettings(
                defaults.path(),
                allowedOrigins,
                new SocketSettings.Heartbeat(heartbeatTimeout, pingInterval),
                new SocketSettings.Timeouts(writeTimeout, closeTimeout, messageTimeout),
                new SocketSettings.Limits(
                        DataSize.ofBytes(maxMessageBytes),
                        DataSize.ofBytes(outboundQueueBytes),
                        controlFramesPerSecond,
                        maxFragments));
    }

    Capacity capacity() {
        return new Capacity(maxConnections, assemblyBudget, outboundBudget);
    }

    /// A hub within these limits.
    TestHub hub(String... properties) {
        return new TestHub(settings(), capacity(), (session, now) -> new TestHub.Echo(session), properties);
    }
}
