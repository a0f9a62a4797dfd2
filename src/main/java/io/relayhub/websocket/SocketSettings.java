package io.relayhub.websocket;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.websocket.frames.InboundLimits;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// The limits and timings of every connection (docs/protocol.md, "Limits" and "Heartbeat"). Sizes count bytes.
///
/// @param path                   where connections are opened: exactly this path and no other spelling of it
/// @param maxConnections         open connections, those that are just being opened or closed included
/// @param maxMessageSize         one inbound message, all its fragments together
/// @param outboundQueueSize      what may wait for one peer beside the write that is under way; over it by more
///                               than one message the peer counts as too slow. Each message counts 64 bytes more
///                               than it has
/// @param heartbeatTimeout       time without a frame from the peer after which it counts as gone
/// @param pingInterval           time without traffic in either direction after which the hub sends a ping
/// @param writeTimeout           time that one write to a peer (64 KiB, or one larger message) may make no progress
/// @param closeTimeout           time from the beginning of a close until the socket is cut
/// @param messageTimeout         time from the first byte of a message to its last
/// @param controlFramesPerSecond pings and pongs a peer may send in one second
/// @param maxFragments           fragments of one message, unless they average 1 KiB
/// @param assemblyBudget         unfinished inbound messages and lines of all peers together; null is a quarter of
///                               the heap
/// @param allowedOrigins         the origins of browser pages that may connect, such as `https://app.example.com`;
///                               empty allows the hub's own origin only. Requests without an origin are not
///                               browsers and pass
public record SocketSettings(
        String path,
        int maxConnections,
        DataSize maxMessageSize,
        DataSize outboundQueueSize,
        Duration heartbeatTimeout,
        Duration pingInterval,
        Duration writeTimeout,
        Duration closeTimeout,
        Duration messageTimeout,
        int controlFramesPerSecond,
        int maxFragments,
        @Nullable DataSize assemblyBudget,
        Set<String> allowedOrigins) {

    /// A message is kept in one array, which has to have room for a few bytes more.
    private static final long LARGEST_MESSAGE = 1L << 30;

    public SocketSettings {
        require(path.matches("/[A-Za-z0-9/_.-]*"), "path must begin with / and have no special characters: " + path);
        require(maxConnections > 0, "max-connections must be at least 1");
        require(maxMessageSize.toBytes() > 0, "max-message-size must be at least 1 byte");
        require(maxMessageSize.toBytes() <= LARGEST_MESSAGE, "max-message-size can be 1GB at most");
        require(outboundQueueSize.toBytes() > 0, "outbound-queue-size must be at least 1 byte");
        requirePositive(heartbeatTimeout, "heartbeat-timeout");
        requirePositive(pingInterval, "ping-interval");
        require(pingInterval.compareTo(heartbeatTimeout) < 0, "ping-interval must be shorter than heartbeat-timeout");
        requirePositive(writeTimeout, "write-timeout");
        requirePositive(closeTimeout, "close-timeout");
        requirePositive(messageTimeout, "message-timeout");
        require(controlFramesPerSecond > 0, "control-frames-per-second must be at least 1");
        require(maxFragments > 0, "max-fragments must be at least 1");
        require(
                assemblyBudget == null || assemblyBudget.compareTo(maxMessageSize) >= 0,
                "assembly-budget must have room for one message of max-message-size");
        allowedOrigins = Set.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            require(
                    origin.matches("https?://[a-z0-9.\\[\\]:-]+"),
                    "allowed-origins takes origins in lower case without a path, such as https://app.example.com: "
                            + origin);
        }
    }

    /// The defaults of docs/protocol.md.
    public static SocketSettings defaults() {
        return new SocketSettings(
                "/ws",
                100,
                DataSize.ofMegabytes(10),
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(90),
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                100,
                1024,
                null,
                Set.of());
    }

    /// One peer's share of them.
    InboundLimits inbound() {
        return new InboundLimits((int) maxMessageSize.toBytes(), maxFragments, controlFramesPerSecond, messageTimeout);
    }

    /// A new budget of this size, of which a hub has one.
    public AssemblyBudget newAssemblyBudget() {
        return new AssemblyBudget(
                assemblyBudget == null ? Runtime.getRuntime().maxMemory() / 4 : assemblyBudget.toBytes());
    }

    private static void requirePositive(Duration duration, String name) {
        require(duration.isPositive(), name + " must be longer than nothing");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
