package io.relayhub.link.json;

/// Finds the end of a JSON value without structure: a string, a number, `true`, `false` or `null` (RFC 8259, sections
/// 3, 6 and 7). Every place that is returned is behind the value, [JsonScanner#INCOMPLETE] or [JsonScanner#MALFORMED].
///
/// Not for use by two threads at once.
final class Scalars {
    private static final int INCOMPLETE = JsonScanner.INCOMPLETE;
    private static final int MALFORMED = JsonScanner.MALFORMED;

    private final int maxNumberBytes;
    private boolean escaped;
    private String problem = "";

    Scalars(int maxNumberBytes) {
        this.maxNumberBytes = maxNumberBytes;
    }

    /// Whether the last string had an escape.
    boolean escaped() {
        return escaped;
    }

    /// Why the last value was malformed: the rest of a sentence, never a part of the message.
    String problem() {
        return problem;
    }

    private int malformed(String why) {
        problem = why;
        return MALFORMED;
    }

    /// Skips a value.
    ///
    /// @param at where its first byte stands
    int skip(byte[] array, int at, int to) {
        return switch (array[at]) {
            case '"' -> string(array, at + 1, to);
            case 't' -> literal(array, at, to, Values.TRUE);
            case 'f' -> literal(array, at, to, Values.FALSE);
            case 'n' -> literal(array, at, to, Values.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(array, at, to);
            default -> malformed("a value is missing or is not JSON");
        };
    }

    /// Skips a string.
    ///
    /// @param at behind the opening quote
    int string(byte[] array, int at, int to) {
        escaped = false;
        while (true) {
            at = PlainBytes.skip(array, at, to);
            if (at >= to) {
                return INCOMPLETE;
            }
            byte c = array[at++];
            if (c == '"') {
                return at;
            }
            if (c == '\\') {
                escaped = true;
                at = escape(array, at, to);
                if (at < 0) {
                    return at;
                }
            } else if (c >= 0 && c < ' ') {
                return malformed("a string has a control character that is not escaped");
            }
        }
    }

    private int escape(byte[] array, int at, int to) {
        if (at == to) {
            return INCOMPLETE;
        }
        return switch (array[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (at + i >= to) {
                        yield INCOMPLETE;
                    }
                    if (Character.digit(array[at + i], 16) < 0) {
                        yield malformed("a string has an escape \\u without four hexadecimal digits");
                    }
                }
                yield at + 5;
            }
            default -> malformed("a string has an escape that JSON does not know");
        };
    }

    private int literal(byte[] array, int at, int to, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (at + i == to) {
                return INCOMPLETE;
            }
            if (array[at + i] != word[i]) {
                return malformed("a value is missing or is not JSON");
            }
        }
        return at + word.length;
    }

    private int number(byte[] array, int from, int to) {
        int at = from;
        if (array[at] == '-') {
            at++;
        }
        if (at < to && array[at] == '0') {
            at++;
        } else {
            at = digits(array, at, to);
        }
        if (at > 0 && at < to && array[at] == '.') {
            at = digits(array, at + 1, to);
        }
        if (at > 0 && at < to && (array[at] == 'e' || array[at] == 'E')) {
            at++;
            if (at < to && (array[at] == '+' || array[at] == '-')) {
                at++;
            }
            at = digits(array, at, to);
        }
        if (at == to) {
            return to - from > maxNumberBytes ? tooLongNumber() : INCOMPLETE;
        }
        return at - from > maxNumberBytes ? tooLongNumber() : at;
    }

    private int tooLongNumber() {
        return malformed("a number is longer than " + maxNumberBytes + " bytes");
    }

    private int digits(byte[] array, int at, int to) {
        int first = at;
        while (at < to && array[at] >= '0' && array[at] <= '9') {
            at++;
        }
        if (at == first && at < to) {
            return malformed("a number has a digit missing");
        }
        return at;
    }
}
