package io.relayhub.connector;

import io.relayhub.dial.Disconnect;
import java.time.Duration;

/// The connector's facts, each told once, from the thread on which it became true. Implementations count and log;
/// they neither block nor throw.
public interface ConnectorListener {
    /// How a request ended here.
    enum Outcome {
        ANSWERED,
        /// Answered with an error code.
        REFUSED,
        TIMED_OUT,
        /// Withdrawn by its agent.
        CANCELLED,
        /// The connection went away before the answer.
        CONNECTION_LOST
    }

    void connected();

    /// The hub is about to leave; the next connection is made when what is owed has been answered.
    void hubLeaving();

    /// There is no connection; the next attempt is made after the delay.
    void waiting(Disconnect ending, Duration delay);

    /// The connector has ended and will not come back.
    void ended(Disconnect ending);

    /// @param action as the agent named it: at most 64 characters, and nothing that would break a log line
    /// @param detail the error code of an outcome that is not `ANSWERED`; else empty
    void handled(String action, Outcome outcome, String detail, Duration time);

    /// A provider failed in a way that is a bug.
    void failed(String action, String provider, Throwable cause);

    /// The hub said something that is not understood.
    void notUnderstood();
}
