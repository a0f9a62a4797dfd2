package io.relayhub.relay.facts;

import io.relayhub.link.CloseReason;
import io.relayhub.link.ErrorCode;

/// The relay's facts, each told once, from the thread on which it became true. Implementations count and log; they
/// neither block nor throw.
public interface RelayListener {
    /// Why an answer, or a part of one, reached nobody.
    enum Orphan {
        /// The hub never gave this id to anybody.
        UNKNOWN,
        /// The id belongs to a request that another connector was asked.
        NOT_OWNER,
        /// The request was answered already.
        DUPLICATE,
        /// The request had timed out.
        LATE,
        /// The agent had withdrawn the request.
        CANCELLED,
        /// The agent had gone, or could not be reached any more.
        AGENT_GONE,
        /// So much waits for the agent that this had no room; it was dropped.
        AGENT_FULL
    }

    /// A peer's role has been decided.
    ///
    /// @param connector the connector's id; empty for an agent and for a connector without a name of its own
    void joined(String session, String role, String connector);

    void left(String session, String role);

    /// A connector's connection gave way to a newer one with the same connector id.
    void replaced(String session, String connector);

    /// A request has reached its one outcome by an answer.
    ///
    /// @param success the answer's own word
    void answered(String session, long nanos, boolean success);

    /// A request has reached its one outcome by an error of the hub, after `nanos` (0 where it was refused at once).
    void refused(String session, ErrorCode code, long nanos);

    /// The request of an agent that is gone was given up.
    void abandoned(String session);

    void orphaned(String session, Orphan reason);

    /// A connector left too many requests unanswered and gets none for a while.
    void ejected(String session);

    /// The hub closes a peer for what it said.
    void expelled(String session, CloseReason reason);

    /// The drain has begun, or it is over.
    void draining(DrainPhase phase);

    enum DrainPhase {
        BEGUN,
        OVER
    }
}
