package io.relayhub.link;

/// The one catalogue of the reasons for which a hub closes a connection, each with its WebSocket close code and what it
/// means for a peer (docs/protocol.md, "Closes"). The constant's name is the first word of the close frame's reason.
public enum CloseReason {
    /// Both sides are done.
    NORMAL(1000, Return.NEVER),
    /// The drain's time is over, or the process is stopping without one.
    FORCED_SHUTDOWN(1001, Return.LATER),
    /// A frame that RFC 6455 forbids.
    FRAME_ERROR(1002, Return.NEVER),
    /// A message that is not UTF-8.
    NOT_UTF8(1007, Return.NEVER),
    /// The identity of this connection has been withdrawn or has expired.
    TOKEN_REVOKED(1008, Return.NEVER),
    /// The first message of a peer that connected without a credential was not a login, or one that does not count.
    AUTH_REQUIRED(1008, Return.NEVER),
    /// A peer that connected without a credential has not logged in in time.
    AUTH_TIMEOUT(1008, Return.NEVER),
    /// Malformed messages beyond the allowed number a minute.
    TOO_MANY_ERRORS(1008, Return.NEVER),
    /// The peer did what its role never does, again and again (such as answering what it was not asked).
    PROTOCOL_VIOLATION(1008, Return.NEVER),
    /// A message was begun and not finished in time.
    MESSAGE_TIMEOUT(1008, Return.NEVER),
    /// A message in more fragments than allowed.
    TOO_MANY_FRAGMENTS(1008, Return.NEVER),
    /// A message over the size limit.
    MESSAGE_TOO_LARGE(1009, Return.LATER),
    /// A bug of the hub; the detail is `ref=…`, found in its log.
    INTERNAL(1011, Return.LATER),
    /// The hub is about to stop; the detail is `retry_ms=…`.
    DRAIN(1012, Return.LATER),
    /// The hub has no memory left for this peer's unfinished message or line; the detail is `retry_ms=…`.
    SERVER_BUSY(1013, Return.LATER),
    /// Nothing was heard from the peer for the heartbeat timeout.
    HEARTBEAT_TIMEOUT(4001, Return.LATER),
    /// The peer does not read what is sent to it.
    SLOW_CONSUMER(4408, Return.LATER),
    /// A newer connection has the same connector id.
    REPLACED(4409, Return.NEVER),
    /// More messages or control frames a second than allowed; the detail is `retry_ms=…`.
    RATE_LIMITED(4429, Return.LATER);

    /// Whether a peer should connect again with the same address and credential.
    private enum Return {
        /// It would end the same way.
        NEVER,
        /// After `retry_ms` where the close says so, and its own back-off.
        LATER
    }

    private final int code;
    private final Return comeBack;

    CloseReason(int code, Return comeBack) {
        this.code = code;
        this.comeBack = comeBack;
    }

    public int code() {
        return code;
    }

    /// Whether a peer should come back.
    public boolean comesBack() {
        return comeBack == Return.LATER;
    }

    /// Whether a close with this code, whatever its word, means that a peer should not come back. All reasons of one
    /// code agree on that.
    public static boolean isFinal(int code) {
        for (CloseReason reason : values()) {
            if (reason.code == code && !reason.comesBack()) {
                return true;
            }
        }
        return false;
    }
}
