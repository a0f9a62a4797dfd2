package io.relayhub.relay.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the members of one message stand in its bytes. Filled by [JsonScanner], reused for every message of one
/// connection, and as short-lived as the array it points into.
public final class Envelope {
    private static final byte[] NO_BYTES = {};
    private static final int ABSENT = -1;

    private byte[] array = NO_BYTES;
    private int from;
    private int to;
    private boolean lineFeeds;
    private @Nullable Field repeated;
    private final int[] valueFrom = new int[Field.COUNT];
    private final int[] valueTo = new int[Field.COUNT];

    void begin(byte[] array, int from) {
        this.array = array;
        this.from = from;
        this.to = from;
        this.lineFeeds = false;
        this.repeated = null;
        Arrays.fill(valueFrom, ABSENT);
    }

    void value(Field field, int from, int to) {
        int index = field.index();
        if (valueFrom[index] != ABSENT && field.repeat() == Field.Repeat.REFUSED) {
            repeated = field;
        }
        valueFrom[index] = from;
        valueTo[index] = to;
    }

    void end(int to, boolean lineFeeds) {
        this.to = to;
        this.lineFeeds = lineFeeds;
    }

    byte[] array() {
        return array;
    }

    /// Where the object's opening brace stands.
    int from() {
        return from;
    }

    /// Behind the object's closing brace.
    int to() {
        return to;
    }

    /// Whether line feeds stand between tokens: a receiver that splits on them would break this message.
    boolean lineFeeds() {
        return lineFeeds;
    }

    /// A field that stands here twice and must not.
    @Nullable
    Field repeated() {
        return repeated;
    }

    boolean has(Field field) {
        return valueFrom[field.index()] != ABSENT;
    }

    int valueFrom(Field field) {
        return valueFrom[field.index()];
    }

    int valueTo(Field field) {
        return valueTo[field.index()];
    }

    /// The first byte of the value, which tells its JSON type.
    byte kind(Field field) {
        return array[valueFrom[field.index()]];
    }

    /// The value exactly as it came.
    byte[] raw(Field field) {
        return Arrays.copyOfRange(array, valueFrom(field), valueTo(field));
    }

    boolean valueIs(Field field, byte[] literal) {
        return has(field) && Arrays.equals(array, valueFrom(field), valueTo(field), literal, 0, literal.length);
    }

    /// Lets go of the bytes, so that an idle connection keeps none.
    public void clear() {
        array = NO_BYTES;
    }
}
