package io.relayhub.link;

import java.nio.charset.StandardCharsets;

/// A close as it is told to the peer: a machine word and, after a space, at most one detail in machine form.
///
/// @param detail `key=value` or empty; never anything that the peer or another peer sent
public record Closing(CloseReason reason, String detail) {
    /// RFC 6455 section 5.5.1: a control frame's payload is at most 125 bytes, two of them the code.
    public static final int MAX_TEXT_BYTES = 123;

    public Closing {
        if (text(reason, detail).getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("the close text of " + reason + " is too long");
        }
    }

    public static Closing because(CloseReason reason) {
        return new Closing(reason, "");
    }

    /// @param retryMillis how long the peer should wait before it connects again
    public static Closing retryAfter(CloseReason reason, long retryMillis) {
        return new Closing(reason, "retry_ms=" + retryMillis);
    }

    public int code() {
        return reason.code();
    }

    /// The reason as it stands in the close frame; at most [#MAX_TEXT_BYTES] bytes of UTF-8.
    public String text() {
        return text(reason, detail);
    }

    private static String text(CloseReason reason, String detail) {
        return detail.isEmpty() ? reason.name() : reason.name() + " " + detail;
    }
}
