package io.relayhub.relay.facts;

/// Why a request ends without its answer (docs/protocol.md, "Errors"). Each constant says when.
public enum ErrorCode {
    /// A message that is not one JSON object on one line.
    BAD_JSON(Retry.NO),
    /// A JSON object whose envelope has a field of the wrong type or size, or lacks one that it needs.
    BAD_REQUEST(Retry.NO),
    /// A `type` that nobody knows.
    UNKNOWN_TYPE(Retry.NO),
    /// The agent has an open request with this id.
    DUPLICATE_ID(Retry.NO),
    /// A message over the size limit; the connection closes after it.
    MESSAGE_TOO_LARGE(Retry.NO),
    /// Malformed messages beyond the allowed number a minute; the connection closes after it.
    TOO_MANY_ERRORS(Retry.NO),
    /// A message that this connection's role, or its token, does not allow.
    FORBIDDEN(Retry.NO),
    /// More messages a second than this agent may send.
    RATE_LIMITED(Retry.LATER),
    /// The agent has as many open requests as it may have.
    TOO_MANY_REQUESTS(Retry.LATER),
    /// No connector is there that could take this request.
    NO_CONNECTOR(Retry.YES),
    /// The connector that the request names is not there.
    CONNECTOR_NOT_FOUND(Retry.YES),
    /// Connectors are there, but each has as many open requests as it takes.
    CONNECTOR_BUSY(Retry.YES),
    /// The hub is about to stop and takes no new requests.
    DRAINING(Retry.YES),
    /// The connector did not answer in time; it may have done what was asked.
    REQUEST_TIMEOUT(Retry.IF_IDEMPOTENT),
    /// The connector's connection ended before its answer; it may have done what was asked.
    CONNECTOR_LOST(Retry.IF_IDEMPOTENT),
    /// The hub stopped before the answer came; the connector may have done what was asked.
    HUB_RESTARTING(Retry.IF_IDEMPOTENT),
    /// The agent withdrew the request; the connector may have done what was asked.
    CANCELLED(Retry.NO),
    /// The connector's answer was not one.
    BAD_CONNECTOR_RESPONSE(Retry.NO),
    /// A bug of the hub; the sentence has a reference that is found in its log.
    INTERNAL(Retry.NO);

    /// Whether the same request may be sent again.
    enum Retry {
        NO,
        /// Nothing was sent to a connector.
        YES,
        /// After `retryAfterMs`; nothing was sent to a connector.
        LATER,
        /// Only a request that said `idempotent`: it may have been executed.
        IF_IDEMPOTENT
    }

    private final Retry retry;

    ErrorCode(Retry retry) {
        this.retry = retry;
    }

    /// @param idempotent whether the request said that doing it twice does no harm
    public boolean retryable(boolean idempotent) {
        return switch (retry) {
            case NO -> false;
            case YES, LATER -> true;
            case IF_IDEMPOTENT -> idempotent;
        };
    }
}
