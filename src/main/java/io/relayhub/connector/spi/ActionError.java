package io.relayhub.connector.spi;

/// The error codes of connectors and their providers (docs/connector.md, "Errors"): the `errorCode` of an answer.
/// Each says when. A far side behind a provider may have codes of its own.
public enum ActionError {
    /// The `data` lacks something, or has something of a wrong type or size.
    BAD_REQUEST(Retry.NO),
    /// No provider of this connector has this action.
    UNKNOWN_ACTION(Retry.NO),
    /// The connector's operator does not allow this: the action, the page or the address.
    FORBIDDEN(Retry.NO),
    /// What the request names is not there: a tab, an element, a recorded response.
    NOT_FOUND(Retry.NO),
    /// What does the work is not there or has gone before it began: no native host, no browser. Nothing was done.
    UNAVAILABLE(Retry.YES),
    /// The provider has as much to do as it takes. Nothing was done.
    BUSY(Retry.YES),
    /// What does the work has gone in the middle; it may have done what was asked.
    LOST(Retry.NO),
    /// The provider did not finish in time; it may have done what was asked.
    TIMEOUT(Retry.NO),
    /// A request or an answer over a size limit of the way to who does the work.
    TOO_LARGE(Retry.NO),
    /// It was tried and did not succeed; the sentence says why.
    FAILED(Retry.NO),
    /// A bug of the connector or of a provider; its log has more.
    INTERNAL(Retry.NO);

    private enum Retry {
        NO,
        YES
    }

    private final Retry retry;

    ActionError(Retry retry) {
        this.retry = retry;
    }

    /// Whether nothing was done, so that the same request may be sent again.
    public boolean retryable() {
        return retry == Retry.YES;
    }
}
