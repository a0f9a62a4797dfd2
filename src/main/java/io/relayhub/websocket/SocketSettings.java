package io.relayhub.websocket;

import io.relayhub.websocket.connection.Deadlines;
import io.relayhub.websocket.frames.InboundLimits;
import io.relayhub.websocket.handshake.EndpointPath;
import java.time.Duration;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/// The limits and timings of the connections of one endpoint (docs/protocol.md, "Limits" and "Heartbeat").
///
/// @param path           where connections are opened, such as `/ws` or `/bench/**` ([EndpointPath])
/// @param allowedOrigins the origins of browser pages that may connect, such as `https://app.example.com`; empty
///                       allows the hub's own origin only. Requests without an origin are not browsers and pass
/// @param heartbeat      when a silent peer is asked for a sign of life, and when it counts as gone
/// @param timeouts       what must not take longer
/// @param limits         what one peer may send, and have waiting for it
public record SocketSettings(
        String path, Set<String> allowedOrigins, Heartbeat heartbeat, Timeouts timeouts, Limits limits) {
    /// @param timeout      time without a frame from the peer after which it counts as gone
    /// @param pingInterval time without traffic in either direction after which the hub sends a ping
    public record Heartbeat(Duration timeout, Duration pingInterval) {
        public Heartbeat {
            requirePositive(timeout, "heartbeat-timeout");
            requirePositive(pingInterval, "ping-interval");
            require(pingInterval.compareTo(timeout) < 0, "ping-interval must be shorter than heartbeat-timeout");
        }
    }

    /// @param write   time that a peer may take nothing of what is being written to it
    /// @param close   time from the beginning of a close until the socket is cut
    /// @param message time from the first byte of a message to its last
    public record Timeouts(Duration write, Duration close, Duration message) {
        public Timeouts {
            requirePositive(write, "write-timeout");
            requirePositive(close, "close-timeout");
            requirePositive(message, "message-timeout");
        }
    }

    /// @param messageSize            one inbound message, all its fragments together
    /// @param outboundQueueSize      what may wait for one peer beside the message that comes when it waits
    /// @param controlFramesPerSecond pings and pongs a peer may send in one second
    /// @param fragments              fragments of one message, unless they average 1 KiB
    public record Limits(DataSize messageSize, DataSize outboundQueueSize, int controlFramesPerSecond, int fragments) {
        /// A message is kept in one array, which has to have room for a few bytes more.
        private static final long LARGEST_MESSAGE = 1L << 30;

        public Limits {
            require(messageSize.toBytes() > 0, "max-message-size must be at least 1 byte");
            require(messageSize.toBytes() <= LARGEST_MESSAGE, "max-message-size can be 1GB at most");
            require(outboundQueueSize.toBytes() > 0, "outbound-queue-size must be at least 1 byte");
            require(controlFramesPerSecond > 0, "control-frames-per-second must be at least 1");
            require(fragments > 0, "max-fragments must be at least 1");
        }
    }

    public SocketSettings {
        require(
                EndpointPath.isOne(path),
                "path must begin with /, with letters, digits and - . _ ~ only between its slashes: " + path);
        allowedOrigins = Set.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            require(
                    origin.matches("https?://[a-z0-9.\\[\\]:-]+"),
                    "allowed-origins takes origins in lower case without a path, such as https://app.example.com: "
                            + origin);
        }
    }

    /// The defaults of docs/protocol.md, at `/ws`.
    public static SocketSettings defaults() {
        return new SocketSettings(
                "/ws",
                Set.of(),
                new Heartbeat(Duration.ofSeconds(90), Duration.ofSeconds(25)),
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30)),
                new Limits(DataSize.ofMegabytes(10), DataSize.ofMegabytes(64), 100, 1024));
    }

    /// One peer's share of them.
    InboundLimits inbound() {
        return new InboundLimits(
                (int) limits.messageSize().toBytes(),
                limits.fragments(),
                limits.controlFramesPerSecond(),
                timeouts.message());
    }

    Deadlines.Times deadlines() {
        return new Deadlines.Times(heartbeat.timeout(), heartbeat.pingInterval(), timeouts.write());
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
