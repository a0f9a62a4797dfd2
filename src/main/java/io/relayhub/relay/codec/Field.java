package io.relayhub.relay.codec;

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
    /// field that
    /// decides where a message goes, the message is refused.
    enum Repeat {
        REFUSED,
        LAST_COUNTS
    }

    private static final Field[] ALL = values();
    static final int COUNT = ALL.length;

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
        for (Field field : ALL) {
            if (field.text.length() == length && field.isAt(array, from)) {
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

    static @Nullable Field named(String name) {
        for (Field field : ALL) {
            if (field.text.equals(name)) {
                return field;
            }
        }
        return null;
    }
}
