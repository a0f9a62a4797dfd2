package io.relayhub.websocket;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// Settings for a test: the defaults, but for what it sets.
final class Limits {
    private final SocketSettings defaults = SocketSettings.defaults();
    int maxConnections = defaults.maxConnections();
    int maxMessageBytes = (int) defaults.maxMessageSize().toBytes();
    int outboundQueueBytes = (int) defaults.outboundQueueSize().toBytes();
    Duration heartbeatTimeout = defaults.heartbeatTimeout();
    Duration pingInterval = defaults.pingInterval();
    Duration writeTimeout = defaults.writeTimeout();
    Duration closeTimeout = defaults.closeTimeout();
    Duration messageTimeout = defaults.messageTimeout();
    int controlFramesPerSecond = defaults.controlFramesPerSecond();
    int maxFragments = defaults.maxFragments();

    @Nullable
    DataSize assemblyBudget = defaults.assemblyBudget();

    Set<String> allowedOrigins = defaults.allowedOrigins();

    SocketSettings settings() {
        return new SocketSettings(
                defaults.path(),
                maxConnections,
                DataSize.ofBytes(maxMessageBytes),
                DataSize.ofBytes(outboundQueueBytes),
                heartbeatTimeout,
                pingInterval,
                writeTimeout,
                closeTimeout,
                messageTimeout,
                controlFramesPerSecond,
                maxFragments,
                assemblyBudget,
                allowedOrigins);
    }
}
