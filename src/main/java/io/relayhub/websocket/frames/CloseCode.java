package io.relayhub.websocket.frames;

/// Close codes (RFC 6455 section 7.4) beside those that the hub itself sends, which stand in
/// [io.relayhub.link.CloseReason].
public final class CloseCode {
    /// The close frame had no code.
    public static final int NONE = 1005;
    /// There was no close frame.
    public static final int ABNORMAL = 1006;

    /// What stands there is no code.
    static final int FORBIDDEN = -1;

    private static final int FIRST = 1000;
    private static final int LAST_OF_PROTOCOL = 1014;
    private static final int RESERVED = 1004;
    private static final int FIRST_OF_PROGRAMS = 3000;
    private static final int LAST = 4999;

    private CloseCode() {}

    /// The code in a close frame's payload (RFC 6455 section 5.5.1).
    ///
    /// @return [#NONE] where there is none, [#FORBIDDEN] for one that no peer may send
    static int of(byte[] payload) {
        if (payload.length == 0) {
            return NONE;
        }
        int code = payload.length == 1 ? FORBIDDEN : ((payload[0] & 0xFF) << Byte.SIZE) | (payload[1] & 0xFF);
        return mayBeSent(code) ? code : FORBIDDEN;
    }

    /// Whether a peer may put this code into a close frame.
    private static boolean mayBeSent(int code) {
        if (code >= FIRST && code <= LAST_OF_PROTOCOL) {
            return code != RESERVED && code != NONE && code != ABNORMAL;
        }
        return code >= FIRST_OF_PROGRAMS && code <= LAST;
    }
}
