package io.relayhub.relay.codec;

/// Finds the end of one JSON object (RFC 8259) and where its own members stand, and checks every byte between on the
/// way.
///
/// Why not a parser of a library: a relay needs no values, only proof that what it passes on is one well-formed object,
/// and the
/// places of a few members. A tokenizer that prepares names, numbers and strings costs several times as much
/// (docs/decisions/0001-json-scanner.md has the figures). Values that are read at all are read by Jackson ([Values]).
///
/// The bytes must be valid UTF-8 already; here bytes from 0x80 pass inside strings and nowhere else. Not for use by two
/// threads
/// at once.
public final class JsonScanner {
    /// The bytes end before the object does; more may follow.
    public static final int INCOMPLETE = -1;
    /// No continuation could make this an object within the limits; [#problem] says why.
    public static final int MALFORMED = -2;

    private enum Expect {
        NAME_OR_END,
        NAME,
        VALUE_OR_END,
        VALUE,
        COMMA_OR_END
    }

    private final JsonLimits limits;
    /// One bit for each open bracket: set for an object, clear for an array.
    private final long[] brackets;

    private int depth;
    private int tokens;
    private boolean lineFeeds;
    private boolean escaped;
    private String problem = "";

    public JsonScanner(JsonLimits limits) {
        this.limits = limits;
        this.brackets = new long[(limits.maxDepth() >>> 6) + 1];
    }

    /// Scans one object.
    ///
    /// @param from where its opening brace should stand
    /// @param to   behind the last byte there is
    /// @return the place behind its closing brace, [#INCOMPLETE] or [#MALFORMED]
    public int scan(byte[] array, int from, int to, Envelope envelope) {
        if (from >= to) {
            return INCOMPLETE;
        }
        if (array[from] != '{') {
            return malformed("a message is a JSON object and begins with {");
        }
        envelope.begin(array, from);
        depth = 0;
        tokens = 0;
        lineFeeds = false;
        open('{');
        Field field = null;
        int fieldFrom = 0;
        Expect expect = Expect.NAME_OR_END;
        int at = from + 1;
        while (true) {
            at = skipBlanks(array, at, to);
            if (at == to) {
                return INCOMPLETE;
            }
            byte c = array[at];
            switch (expect) {
                case NAME_OR_END, NAME -> {
                    if (c == '"') {
                        int nameFrom = at + 1;
                        at = string(array, nameFrom, to);
                        if (at < 0) {
                            return at;
                        }
                        if (at - 1 - nameFrom > limits.maxNameBytes()) {
                            return malformed("a member's name is longer than " + limits.maxNameBytes() + " bytes");
                        }
                        if (depth == 1) {
                            field = escaped
                                    ? Field.named(Values.string(array, nameFrom - 1, at))
                                    : Field.named(array, nameFrom, at - 1);
                        }
                        at = skipBlanks(array, at, to);
                        if (at == to) {
                            return INCOMPLETE;
                        }
                        if (array[at] != ':') {
                            return malformed("a colon is missing after a member's name");
                        }
                        at++;
                        expect = Expect.VALUE;
                    } else if (c == '}' && expect == Expect.NAME_OR_END) {
                        at++;
                        depth--;
                        expect = Expect.COMMA_OR_END;
                    } else {
                        return malformed("a member's name in double quotes is missing");
                    }
                }
                case VALUE_OR_END, VALUE -> {
                    if (c == ']' && expect == Expect.VALUE_OR_END) {
                        at++;
                        depth--;
                        expect = Expect.COMMA_OR_END;
                        break;
                    }
                    if (depth == 1) {
                        fieldFrom = at;
                    }
                    if (c == '{' || c == '[') {
                        if (depth == limits.maxDepth()) {
                            return malformed("it is nested deeper than " + limits.maxDepth() + " levels");
                        }
                        open(c);
                        at++;
                        expect = c == '{' ? Expect.NAME_OR_END : Expect.VALUE_OR_END;
                    } else {
                        at = scalar(array, at, to);
                        if (at < 0) {
                            return at;
                        }
                        expect = Expect.COMMA_OR_END;
                    }
                }
                case COMMA_OR_END -> {
                    boolean inObject = inObject();
                    at++;
                    if (c == ',') {
                        expect = inObject ? Expect.NAME : Expect.VALUE;
                    } else if (c == (inObject ? '}' : ']')) {
                        depth--;
                    } else {
                        return malformed("a comma or a closing bracket is missing");
                    }
                }
            }
            if (expect == Expect.COMMA_OR_END) {
                if (depth == 0) {
                    envelope.end(at, lineFeeds);
                    return at;
                }
                if (depth == 1 && field != null) {
                    envelope.value(field, fieldFrom, at);
                    field = null;
                }
            } else if (++tokens > limits.maxTokens()) {
                return malformed("it has more than " + limits.maxTokens() + " names and values");
            }
        }
    }

    /// Why the last scan was [#MALFORMED]: the rest of a sentence, never a part of the message.
    public String problem() {
        return problem;
    }

    private int malformed(String why) {
        problem = why;
        return MALFORMED;
    }

    private void open(int bracket) {
        if (bracket == '{') {
            brackets[depth >>> 6] |= 1L << depth;
        } else {
            brackets[depth >>> 6] &= ~(1L << depth);
        }
        depth++;
    }

    private boolean inObject() {
        int innermost = depth - 1;
        return (brackets[innermost >>> 6] & (1L << innermost)) != 0;
    }

    private int skipBlanks(byte[] array, int at, int to) {
        while (at < to) {
            byte c = array[at];
            if (c > ' ') {
                return at;
            }
            if (c == '\n') {
                lineFeeds = true;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                return at;
            }
            at++;
        }
        return at;
    }

    private int scalar(byte[] array, int at, int to) {
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
    /// @return behind the closing quote, [#INCOMPLETE] or [#MALFORMED]
    private int string(byte[] array, int at, int to) {
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
            return to - from > limits.maxNumberBytes() ? tooLongNumber() : INCOMPLETE;
        }
        return at - from > limits.maxNumberBytes() ? tooLongNumber() : at;
    }

    private int tooLongNumber() {
        return malformed("a number is longer than " + limits.maxNumberBytes() + " bytes");
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
