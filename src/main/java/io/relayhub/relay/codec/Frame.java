package io.relayhub.relay.codec;

import io.relayhub.link.json.Envelope;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One message of the relay dialect (docs/protocol.md, "Messages"), as far as the hub reads it. A frame that carries an
/// [Envelope] points into the bytes it came in and is as short-lived as they are.
public sealed interface Frame {
    /// `{"type":"ping",…}`: any peer, answered by a pong.
    record Ping() implements Frame {}

    /// `{"type":"pong",…}`: any peer, a sign of life.
    record Pong() implements Frame {}

    /// `{"type":"agent_hello",…}`
    record AgentHello(@Nullable String name, @Nullable String version) implements Frame {}

    /// `{"type":"connector_hello",…}`
    ///
    /// @param actions     what it can do; null where it does not say, which means anything
    /// @param maxInFlight how many requests it takes at once; 0 where it does not say
    /// @param agents      those that it has not heard the leaving of, from the connection before
    record ConnectorHello(
            @Nullable String connectorId,
            @Nullable String name,
            @Nullable String version,
            Map<String, String> labels,
            @Nullable Set<String> actions,
            Set<String> features,
            int maxInFlight,
            Set<String> agents)
            implements Frame {}

    /// `{"id":…,"action":"…",…}`: from an agent.
    ///
    /// @param connector     the id or name of the only connector that may take it; null for any
    /// @param labels        what the connector's labels must contain
    /// @param timeoutMillis how long the agent waits; 0 where it does not say
    record Request(
            Envelope envelope,
            RequestId id,
            String action,
            @Nullable String connector,
            Map<String, String> labels,
            long timeoutMillis,
            boolean idempotent,
            @Nullable String version)
            implements Frame {}

    /// `{"id":…,"success":…,…}`: from a connector. Its id is one that the hub gave: see [HubId].
    ///
    /// @param warned whether it has a `versionWarning` of its own
    record Answer(Envelope envelope, Outcome outcome, boolean warned) implements Frame {}

    /// What an answer says in `success`.
    enum Outcome {
        SUCCESS,
        FAILURE,
        /// Neither true nor false.
        UNREADABLE
    }

    /// `{"type":"progress","id":…,…}`: from a connector, before its answer.
    record Progress(Envelope envelope) implements Frame {}

    /// `{"type":"cancel","id":…}`: from an agent.
    record Cancel(RequestId id) implements Frame {}

    /// Anything else.
    ///
    /// @param id       the id it carried, where it is a valid one
    /// @param sentence what is wrong and what to do, fit to be sent back
    record Invalid(Problem problem, @Nullable RequestId id, String sentence) implements Frame {}

    /// The kinds of [Invalid].
    enum Problem {
        BAD_REQUEST,
        UNKNOWN_TYPE
    }
}
