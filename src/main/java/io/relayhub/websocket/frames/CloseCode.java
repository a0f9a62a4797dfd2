package io.relayhub.websocket.frames;

/// Close codes (RFC 6455 section 7.4) beside those that the hub itself sends, which stand in
/// [io.relayhub.link.CloseReason].
public final class CloseCode {
    /// The close frame had no code.
    public static final int NONE = 1005;
    /// There was no close frame.
    public static final int ABNORMAL = 1006;

    private static final int FIRST = 1000;
    private static final int LAST_OF_PROTOCOL = 1014;
    private static final int RESERVED = 1004;
    private static final int FIRST_OF_PROGRAMS = 3000;
    private static final int LAST = 4999;

    private CloseCode() {}

    /// Whether a peer may put this code into a close frame.
    static boolean mayBeSent(int code) {
        if (code >= FIRST && code <= LAST_OF_PROTOCOL) {
            return code != RESERVED && code != NONE && code != ABNORMAL;
        }
        return code >= FIRST_OF_PROGRAMS && code <= LAST;
    }
}
