package io.relayhub.link;

import org.jspecify.annotations.Nullable;

/// The one catalogue of the words in `errorCode`: why a request ends without what it asked for, and what that means for
/// whoever made it (docs/protocol.md, docs/connector.md and docs/client.md, each "Errors"). Those behind a connector
/// may have words of their own; they pass unread.
public enum ErrorCode {
    /// A message that is not one JSON object on one line.
    BAD_JSON(Source.HUB, Retry.NO, Execution.NONE),
    /// A JSON object whose envelope has a member of the wrong type or size, or lacks one that it needs.
    BAD_REQUEST(Source.HUB, Retry.NO, Execution.NONE),
    /// A `type` that nobody knows.
    UNKNOWN_TYPE(Source.HUB, Retry.NO, Execution.NONE),
    /// The agent has an open request with this id.
    DUPLICATE_ID(Source.HUB, Retry.NO, Execution.NONE),
    /// A message over the size limit; where the hub says it, the connection closes after it.
    MESSAGE_TOO_LARGE(Source.HUB, Retry.NO, Execution.NONE),
    /// Malformed messages beyond the allowed number a minute; the connection closes after it.
    TOO_MANY_ERRORS(Source.HUB, Retry.NO, Execution.NONE),
    /// A message that this connection's role, or its token, does not allow; or an action, page or address that the
    /// connector's operator does not.
    FORBIDDEN(Source.HUB, Retry.NO, Execution.NONE),
    /// More messages a second than this agent may send.
    RATE_LIMITED(Source.HUB, Retry.LATER, Execution.NONE),
    /// The agent has as many open requests as it may have.
    TOO_MANY_REQUESTS(Source.HUB, Retry.LATER, Execution.NONE),
    /// No connector is there that could take this request.
    NO_CONNECTOR(Source.HUB, Retry.YES, Execution.NONE),
    /// The connector that the request names is not there.
    CONNECTOR_NOT_FOUND(Source.HUB, Retry.YES, Execution.NONE),
    /// Connectors are there, but each has as much to do as it takes.
    CONNECTOR_BUSY(Source.HUB, Retry.YES, Execution.NONE),
    /// The hub is about to stop and takes no new requests.
    DRAINING(Source.HUB, Retry.YES, Execution.NONE),
    /// The connector did not answer in time.
    REQUEST_TIMEOUT(Source.HUB, Retry.IF_IDEMPOTENT, Execution.POSSIBLE),
    /// The connector's connection ended before its answer.
    CONNECTOR_LOST(Source.HUB, Retry.IF_IDEMPOTENT, Execution.POSSIBLE),
    /// The connector answered, and so much waits for the agent already that its answer had no room.
    ANSWER_DROPPED(Source.HUB, Retry.IF_IDEMPOTENT, Execution.POSSIBLE),
    /// The hub stopped before the answer came.
    HUB_RESTARTING(Source.HUB, Retry.IF_IDEMPOTENT, Execution.POSSIBLE),
    /// The agent withdrew the request.
    CANCELLED(Source.HUB, Retry.NO, Execution.POSSIBLE),
    /// The connector's answer was not one.
    BAD_CONNECTOR_RESPONSE(Source.HUB, Retry.NO, Execution.POSSIBLE),
    /// A bug; the sentence has a reference that is found in the log of whoever says it.
    INTERNAL(Source.HUB, Retry.NO, Execution.POSSIBLE),

    /// The connector has no action of this name.
    UNKNOWN_ACTION(Source.CONNECTOR, Retry.NO, Execution.NONE),
    /// What the request names is not there: a tab, an element, a recorded response.
    NOT_FOUND(Source.CONNECTOR, Retry.NO, Execution.POSSIBLE),
    /// What does the work is not there or has gone before it began.
    UNAVAILABLE(Source.CONNECTOR, Retry.YES, Execution.NONE),
    /// The provider has as much to do as it takes.
    BUSY(Source.CONNECTOR, Retry.YES, Execution.NONE),
    /// What does the work has gone in the middle.
    LOST(Source.CONNECTOR, Retry.NO, Execution.POSSIBLE),
    /// The provider did not finish in time.
    TIMEOUT(Source.CONNECTOR, Retry.NO, Execution.POSSIBLE),
    /// A request or an answer over a size limit of the way to who does the work.
    TOO_LARGE(Source.CONNECTOR, Retry.NO, Execution.POSSIBLE),
    /// It was tried and did not succeed, or failed without a code.
    FAILED(Source.CONNECTOR, Retry.NO, Execution.POSSIBLE),

    /// There is no connection to the hub, or none in time.
    NOT_CONNECTED(Source.CLIENT, Retry.YES, Execution.NONE),
    /// The hub does not read as fast as requests are made.
    CLIENT_BUSY(Source.CLIENT, Retry.YES, Execution.NONE),
    /// The connection to the hub ended before the answer.
    CONNECTION_LOST(Source.CLIENT, Retry.IF_IDEMPOTENT, Execution.POSSIBLE),
    /// The client was closed before the answer.
    CLIENT_CLOSED(Source.CLIENT, Retry.IF_IDEMPOTENT, Execution.POSSIBLE);

    /// Who says it, or says it first: the next one on the way may say the same.
    public enum Source {
        HUB,
        CONNECTOR,
        /// The agent's own side; never on the wire.
        CLIENT
    }

    /// Whether a connector may have done, or have begun, what was asked.
    public enum Execution {
        NONE,
        POSSIBLE
    }

    private enum Retry {
        NO,
        YES,
        /// After `retryAfterMs`.
        LATER,
        /// Only a request that said `idempotent`.
        IF_IDEMPOTENT
    }

    private final Source source;
    private final Retry retry;
    private final Execution execution;

    ErrorCode(Source source, Retry retry, Execution execution) {
        this.source = source;
        this.retry = retry;
        this.execution = execution;
    }

    /// @return null for a word that is not in the catalogue
    public static @Nullable ErrorCode named(String word) {
        for (ErrorCode code : values()) {
            if (code.name().equals(word)) {
                return code;
            }
        }
        return null;
    }

    public Source source() {
        return source;
    }

    /// Whether the same request may be sent again.
    ///
    /// @param idempotent whether the request said that doing it twice does no harm
    public boolean retryable(boolean idempotent) {
        return switch (retry) {
            case NO -> false;
            case YES, LATER -> true;
            case IF_IDEMPOTENT -> idempotent;
        };
    }

    public Execution execution() {
        return execution;
    }
}
