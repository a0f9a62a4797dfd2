package io.relayhub.relay;

import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.line.LineRules;
import java.time.Duration;

/// The relay's settings, as an operator may choose them (docs/operations.md, "Configuration").
///
/// @param node                   this hub's name, as peers that say hello see it
/// @param maxMessageBytes        the longest message; a line put together from several frames counts as one
/// @param heartbeatTimeout       told to peers; the transport enforces it
/// @param requestTimeout         how long a request waits that does not say
/// @param maxRequestTimeout      how long a request waits at most, whatever it says
/// @param maxRequestsPerAgent    open requests of one agent
/// @param maxRequestsPerConnector open requests at one connector that does not announce a number
/// @param agentRate              messages a second of one agent, with bursts of twice as many; 0 is no limit
/// @param presumeAfter           how long a silent connection is left alone before it counts as a connector of the old
/// kind
/// @param lineTimeout            how long a line may stay unfinished
/// @param malformedPerMinute     malformed messages of one peer before it is closed
/// @param foreignAnswersPerMinute answers to other connectors' requests before a connector is closed
/// @param ejectAfter             requests in a row that a connector leaves unanswered before it is passed over
/// @param ejectFor               for how long it is passed over
public record RelaySettings(
        String node,
        int maxMessageBytes,
        Duration heartbeatTimeout,
        Duration requestTimeout,
        Duration maxRequestTimeout,
        int maxRequestsPerAgent,
        int maxRequestsPerConnector,
        int agentRate,
        Duration presumeAfter,
        Duration lineTimeout,
        int malformedPerMinute,
        int foreignAnswersPerMinute,
        int ejectAfter,
        Duration ejectFor,
        JsonLimits json) {
    public RelaySettings {
        if (node.isBlank()) {
            throw new IllegalArgumentException("node must not be blank");
        }
        positive("max-message-size", maxMessageBytes);
        positive("max-requests-per-agent", maxRequestsPerAgent);
        positive("max-requests-per-connector", maxRequestsPerConnector);
        positive("eject-after", ejectAfter);
        positive("heartbeat-timeout", heartbeatTimeout.toMillis());
        positive("request-timeout", requestTimeout.toMillis());
        if (maxRequestTimeout.compareTo(requestTimeout) < 0) {
            throw new IllegalArgumentException("max-request-timeout must not be below request-timeout");
        }
        if (agentRate < 0) {
            throw new IllegalArgumentException("agent-rate must be 0 (no limit) or above");
        }
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be above 0");
        }
    }

    /// How lines are read.
    public LineRules lines() {
        return new LineRules(json, maxMessageBytes, malformedPerMinute, lineTimeout);
    }

    /// The defaults of docs/protocol.md, "Limits".
    public static RelaySettings defaults(String node) {
        return new RelaySettings(
                node,
                10 * 1024 * 1024,
                Duration.ofSeconds(90),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                256,
                256,
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                10,
                20,
                5,
                Duration.ofSeconds(30),
                JsonLimits.DEFAULT);
    }
}
