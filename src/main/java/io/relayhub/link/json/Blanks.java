package io.relayhub.link.json;

/// The white space that may stand between JSON's tokens (RFC 8259, section 2).
public final class Blanks {
    private Blanks() {}

    public static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /// Whether nothing else stands from `from` (inclusive) to `to` (exclusive).
    public static boolean only(byte[] array, int from, int to) {
        return skip(array, from, to) == to;
    }

    /// @return where something else stands, or `to`
    public static int skip(byte[] array, int from, int to) {
        int at = from;
        while (at < to && isBlank(array[at])) {
            at++;
        }
        return at;
    }
}
