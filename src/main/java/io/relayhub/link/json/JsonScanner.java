package io.relayhub.link.json;

/// Finds the end of one JSON object (RFC 8259) and where its own members stand, and checks every byte between on the
/// way.
///
/// Why not a parser of a library: a relay needs no values, only proof that what it passes on is one well-formed
/// object, and the places of a few members. A tokenizer that prepares names, numbers and strings costs several times
/// as much (docs/decisions/0001-json-scanner.md has the figures). The few values that are read at all are read by
/// [Values].
///
/// What is nested costs a bit of memory a level, and no recursion: depth and number of values are no danger to the hub
/// itself (docs/decisions/0003-payload-limits.md).
///
/// The bytes must be valid UTF-8 already; here bytes from 0x80 pass inside strings and nowhere else. Not for use by
/// two threads at once.
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
    private final Scalars scalars;
    /// One bit for each open bracket: set for an object, clear for an array.
    private final long[] brackets;

    private int depth;
    private boolean lineFeeds;
    private String problem = "";

    public JsonScanner(JsonLimits limits) {
        this.limits = limits;
        this.scalars = new Scalars(limits.maxNumberBytes());
        this.brackets = new long[(limits.maxDepth() + Long.SIZE - 1) / Long.SIZE];
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
        Members members = envelope.members();
        envelope.begin(array, from);
        depth = 0;
        lineFeeds = false;
        open('{');
        int member = Members.NONE;
        int memberFrom = 0;
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
                        at = scalars.string(array, nameFrom, to);
                        if (at < 0) {
                            return unended(at);
                        }
                        if (depth == 1) {
                            if (at - 1 - nameFrom > limits.maxNameBytes()) {
                                return malformed("one of its own members has a name longer than "
                                        + limits.maxNameBytes() + " bytes");
                            }
                            member = scalars.escaped()
                                    ? members.namedInEscapes(array, nameFrom, at - 1)
                                    : members.named(array, nameFrom, at - 1);
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
                        memberFrom = at;
                    }
                    if (c == '{' || c == '[') {
                        if (depth == limits.maxDepth()) {
                            return malformed("it is nested deeper than " + limits.maxDepth() + " levels");
                        }
                        open(c);
                        at++;
                        expect = c == '{' ? Expect.NAME_OR_END : Expect.VALUE_OR_END;
                    } else {
                        at = scalars.skip(array, at, to);
                        if (at < 0) {
                            return unended(at);
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
                if (depth == 1 && member != Members.NONE) {
                    envelope.value(member, memberFrom, at);
                    member = Members.NONE;
                }
            }
        }
    }

    /// Why the last scan was [#MALFORMED]: the rest of a sentence, never a part of the message.
    public String problem() {
        return problem;
    }

    /// @param end what [Scalars] said in the place of an end
    private int unended(int end) {
        return end == MALFORMED ? malformed(scalars.problem()) : end;
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
}
