package io.relayhub.relay.codec;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The members of an envelope that the hub reads. All others pass unread.
enum Field {
    ID("id", Repeat.REFUSED),
    TYPE("type", Repeat.REFUSED),
    ACTION("action", Repeat.REFUSED),
    SUCCESS("success", Repeat.REFUSED),
    VERSION("version", Repeat.LAST_COUNTS),
    VERSION_WARNING("versionWarning", Repeat.LAST_COUNTS),
    CONNECTOR("connector", Repeat.LAST_COUNTS),
    CONNECTOR_ID("connectorId", Repeat.LAST_COUNTS),
    NAME("name", Repeat.LAST_COUNTS),
    LABELS("labels", Repeat.LAST_COUNTS),
    ACTIONS("actions", Repeat.LAST_COUNTS),
    FEATURES("features", Repeat.LAST_COUNTS),
    MAX_IN_FLIGHT("maxInFlight", Repeat.LAST_COUNTS),
    TIMEOUT_MS("timeoutMs", Repeat.LAST_COUNTS),
    TIMEOUT_SEC("timeoutSec", Repeat.LAST_COUNTS),
    IDEMPOTENT("idempotent", Repeat.LAST_COUNTS);

    /// What a second member of the same name means. Where the hub and the receiver could read different values of a
    /// field that decides where a message goes, the message is refused.
    enum Repeat {
        REFUSED,
        LAST_COUNTS
    }

    private static final Field[] ALL = values();
    static final int COUNT = ALL.length;

    /// The fields by the length of their names, up to the longest.
    private static final Field[][] BY_LENGTH = byLength();

    private static Field[][] byLength() {
        int longest =
                Arrays.stream(ALL).mapToInt(field -> field.text.length()).max().orElse(0);
        return IntStream.rangeClosed(0, longest)
                .mapToObj(length -> Arrays.stream(ALL)
                        .filter(field -> field.text.length() == length)
                        .toArray(Field[]::new))
                .toArray(Field[][]::new);
    }

    private final String text;
    private final Repeat repeat;

    Field(String text, Repeat repeat) {
        this.text = text;
        this.repeat = repeat;
    }

    /// A place of its own in arrays of [#COUNT]; an `EnumMap` would box what stands there.
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    String text() {
        return text;
    }

    Repeat repeat() {
        return repeat;
    }

    /// The field with this name, given as the bytes between the quotes, without escapes.
    static @Nullable Field named(byte[] array, int from, int to) {
        int length = to - from;
        if (length >= BY_LENGTH.length) {
            return null;
        }
        for (Field field : BY_LENGTH[length]) {
            if (field.isAt(array, from)) {
                return field;
            }
        }
        return null;
    }

    private boolean isAt(byte[] array, int from) {
        for (int i = 0; i < text.length(); i++) {
            if (array[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// As [#named], for a name that has escapes. Compared as it stands, because whoever sends a million such names must
    /// not make the hub decode each of them.
    static @Nullable Field namedInEscapes(byte[] array, int from, int to) {
        for (Field field : ALL) {
            if (field.isInEscapesAt(array, from, to)) {
                return field;
            }
        }
        return null;
    }

    /// Of the escapes only that of four hexadecimal digits can mean a letter, and all fields are made of letters.
    private boolean isInEscapesAt(byte[] array, int from, int to) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            if (at == to) {
                return false;
            }
            int c = array[at++];
            if (c == '\\') {
                if (array[at++] != 'u') {
                    return false;
                }
                c = 0;
                for (int digit = 0; digit < 4; digit++) {
                    c = c << 4 | Character.digit(array[at++], 16);
                }
            }
            if (c != text.charAt(i)) {
                return false;
            }
        }
        return at == to;
    }
}
