package io.relayhub.relay;

import io.relayhub.relay.codec.RequestId;
import org.jspecify.annotations.Nullable;

/// A request on its way between two parties. Compared by identity.
final class PendingRequest {
    private final Agent agent;
    private final RequestId id;
    private final Connector connector;
    private final long startedAt;
    private final long timeoutNanos;
    private final boolean idempotent;
    private final @Nullable String versionWarning;
    private long number;

    PendingRequest(
            Agent agent,
            RequestId id,
            Connector connector,
            long startedAt,
            long timeoutNanos,
            boolean idempotent,
            @Nullable String versionWarning) {
        this.agent = agent;
        this.id = id;
        this.connector = connector;
        this.startedAt = startedAt;
        this.timeoutNanos = timeoutNanos;
        this.idempotent = idempotent;
        this.versionWarning = versionWarning;
    }

    Agent agent() {
        return agent;
    }

    RequestId id() {
        return id;
    }

    Connector connector() {
        return connector;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    boolean idempotent() {
        return idempotent;
    }

    /// What the answer is to carry, where it has no warning of its own.
    @Nullable
    String versionWarning() {
        return versionWarning;
    }

    long age(long now) {
        return now - startedAt;
    }

    /// Time until the deadline; 0 or less when it has passed.
    long remaining(long now) {
        return startedAt + timeoutNanos - now;
    }

    /// The number in the hub's id, given by the connector's [PendingRequests] when they open it.
    long number() {
        return number;
    }

    void number(long number) {
        this.number = number;
    }
}
