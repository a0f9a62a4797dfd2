package io.relayhub.link;

/// Why the hub closes a connection: the one catalogue, with the WebSocket close code of each (docs/protocol.md,
/// "Closes").
/// The constant's name is the first word of the close frame's reason.
public enum CloseReason {
    /// Both sides are done.
    NORMAL(1000),
    /// The drain's time is over, or the process is stopping without one.
    FORCED_SHUTDOWN(1001),
    /// A frame that RFC 6455 forbids.
    FRAME_ERROR(1002),
    /// A message that is not UTF-8.
    NOT_UTF8(1007),
    /// The identity of this connection has been withdrawn or has expired.
    TOKEN_REVOKED(1008),
    /// The first message of a peer that connected without a credential was not a login, or one that does not count.
    AUTH_REQUIRED(1008),
    /// A peer that connected without a credential has not logged in in time.
    AUTH_TIMEOUT(1008),
    /// Malformed messages beyond the allowed number a minute.
    TOO_MANY_ERRORS(1008),
    /// The peer did what its role never does, again and again (such as answering what it was not asked).
    PROTOCOL_VIOLATION(1008),
    /// A message was begun and not finished in time.
    MESSAGE_TIMEOUT(1008),
    /// A message in more fragments than allowed.
    TOO_MANY_FRAGMENTS(1008),
    /// A message over the size limit.
    MESSAGE_TOO_LARGE(1009),
    /// A bug of the hub; the detail is `ref=…`, found in its log.
    INTERNAL(1011),
    /// The hub is about to stop; the detail is `retry_ms=…`.
    DRAIN(1012),
    /// The hub has no memory left for this peer's unfinished message or line; the detail is `retry_ms=…`.
    SERVER_BUSY(1013),
    /// Nothing was heard from the peer for the heartbeat timeout.
    HEARTBEAT_TIMEOUT(4001),
    /// The peer does not read what is sent to it.
    SLOW_CONSUMER(4408),
    /// A newer connection has the same connector id.
    REPLACED(4409),
    /// More messages or control frames a second than allowed; the detail is `retry_ms=…`.
    RATE_LIMITED(4429);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
