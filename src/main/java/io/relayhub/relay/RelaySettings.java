package io.relayhub.relay;

import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.line.LineRules;
import java.time.Duration;

/// The relay's settings, as an operator may choose them (docs/operations.md, "Settings").
///
/// @param greeting  what peers that say hello are told
/// @param requests  how long requests wait, and how many may
/// @param ejection  when a connector is passed over
/// @param peers     what peers may do, and how long they are waited for
/// @param lines     how their lines are read
public record RelaySettings(Greeting greeting, Requests requests, Ejecting ejection, Peers peers, LineRules lines) {
    private static final int DEFAULT_MESSAGE_BYTES = 10 * 1024 * 1024;

    /// @param node             this hub's name
    /// @param heartbeatTimeout the transport enforces it
    public record Greeting(String node, Duration heartbeatTimeout) {
        public Greeting {
            require(!node.isBlank(), "node must not be blank");
            positive("heartbeat-timeout", heartbeatTimeout.toMillis());
        }
    }

    /// @param timeout      how long a request waits that does not say
    /// @param maxTimeout   how long a request waits at most, whatever it says
    /// @param perAgent     open requests of one agent
    /// @param perConnector open requests at one connector that does not announce a number
    public record Requests(Duration timeout, Duration maxTimeout, int perAgent, int perConnector) {
        public Requests {
            positive("request-timeout", timeout.toMillis());
            require(maxTimeout.compareTo(timeout) >= 0, "max-request-timeout must not be below request-timeout");
            positive("max-requests-per-agent", perAgent);
            positive("max-requests-per-connector", perConnector);
        }
    }

    /// @param after requests in a row that a connector leaves unanswered before it is passed over
    /// @param time  for how long it is passed over
    public record Ejecting(int after, Duration time) {
        public Ejecting {
            positive("eject-after", after);
        }
    }

    /// @param agentRate               messages a second of one agent, with bursts of twice as many; 0 is no limit
    /// @param presumeAfter            how long a silent connection is left alone before it counts as a connector of
    ///                                the old kind
    /// @param foreignAnswersPerMinute answers to other connectors' requests before a connector is closed
    public record Peers(int agentRate, Duration presumeAfter, int foreignAnswersPerMinute) {
        public Peers {
            require(agentRate >= 0, "agent-rate must be 0 (no limit) or above");
        }
    }

    private static void positive(String name, long value) {
        require(value > 0, name + " must be above 0");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /// The defaults of docs/protocol.md, "Limits".
    public static RelaySettings defaults(String node) {
        return new RelaySettings(
                new Greeting(node, Duration.ofSeconds(90)),
                new Requests(Duration.ofSeconds(60), Duration.ofMinutes(10), 256, 256),
                new Ejecting(5, Duration.ofSeconds(30)),
                new Peers(0, Duration.ofSeconds(1), 20),
                new LineRules(JsonLimits.DEFAULT, DEFAULT_MESSAGE_BYTES, 10, Duration.ofSeconds(30)));
    }
}
