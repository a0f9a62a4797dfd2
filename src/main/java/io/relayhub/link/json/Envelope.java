package io.relayhub.link.json;

import io.relayhub.link.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The places of one message's members in its bytes. Filled by [JsonScanner]; as short-lived as the array it points
/// into, and reused for every message of one connection, unless it was made by [#parse]. Not for two threads at once.
public final class Envelope {
    private static final byte[] NO_BYTES = {};
    private static final int ABSENT = -1;
    private static final int LONGEST_INTEGER = 19;
    /// Digits of which a double keeps each.
    private static final int SHORT_INTEGER = 15;

    private final Members members;
    private byte[] array = NO_BYTES;
    private int from;
    private int to;
    private boolean lineFeeds;
    private @Nullable Member repeated;
    private final int[] valueFrom;
    private final int[] valueTo;

    /// @param members those that are looked for
    public Envelope(Members members) {
        this.members = members;
        this.valueFrom = new int[members.count()];
        this.valueTo = new int[members.count()];
    }

    /// Reads one line by itself, by the limits that every hub keeps.
    ///
    /// @param line UTF-8; kept, not copied
    /// @return null when it is not exactly one JSON object, or has a member twice that must not be
    public static @Nullable Envelope parse(byte[] line, Members members) {
        if (!Utf8.isValid(line, 0, line.length)) {
            return null;
        }
        int from = Blanks.skip(line, 0, line.length);
        var envelope = new Envelope(members);
        int end = new JsonScanner(JsonLimits.DEFAULT).scan(line, from, line.length, envelope);
        return end > 0 && Blanks.only(line, end, line.length) && envelope.repeated() == null ? envelope : null;
    }

    void begin(byte[] array, int from) {
        this.array = array;
        this.from = from;
        this.to = from;
        this.lineFeeds = false;
        this.repeated = null;
        Arrays.fill(valueFrom, ABSENT);
    }

    Members members() {
        return members;
    }

    void value(int index, int from, int to) {
        if (valueFrom[index] != ABSENT && members.mustStandOnce(index)) {
            repeated = members.at(index);
        }
        valueFrom[index] = from;
        valueTo[index] = to;
    }

    void end(int to, boolean lineFeeds) {
        this.to = to;
        this.lineFeeds = lineFeeds;
    }

    public byte[] array() {
        return array;
    }

    /// Where the object's opening brace stands.
    public int from() {
        return from;
    }

    /// Behind the object's closing brace.
    public int to() {
        return to;
    }

    /// Whether line feeds stand between tokens: a receiver that splits on them would break this message.
    public boolean lineFeeds() {
        return lineFeeds;
    }

    /// A member that stands here twice and must not.
    public @Nullable Member repeated() {
        return repeated;
    }

    public boolean has(Member member) {
        return valueFrom[member.ordinal()] != ABSENT;
    }

    /// Whether it is not there, or is `null`.
    public boolean lacks(Member member) {
        return !has(member) || valueIs(member, Values.NULL);
    }

    public int valueFrom(Member member) {
        return valueFrom[member.ordinal()];
    }

    public int valueTo(Member member) {
        return valueTo[member.ordinal()];
    }

    /// The first byte of the value, which tells its JSON type.
    public byte kind(Member member) {
        return array[valueFrom[member.ordinal()]];
    }

    public boolean isString(Member member) {
        return has(member) && kind(member) == '"';
    }

    public boolean isTrue(Member member) {
        return valueIs(member, Values.TRUE);
    }

    public boolean isFalse(Member member) {
        return valueIs(member, Values.FALSE);
    }

    /// Whether the value stands there in exactly these bytes.
    public boolean valueIs(Member member, byte[] token) {
        return has(member) && Arrays.equals(array, valueFrom(member), valueTo(member), token, 0, token.length);
    }

    /// The value exactly as it came; null where there is none.
    public byte @Nullable [] raw(Member member) {
        return has(member) ? Arrays.copyOfRange(array, valueFrom(member), valueTo(member)) : null;
    }

    /// A string's content; null where there is none.
    public @Nullable String text(Member member) {
        return isString(member) ? Values.string(array, valueFrom(member), valueTo(member)) : null;
    }

    /// A string's content as UTF-8, in which strings are equal that mean the same; null where there is none.
    public byte @Nullable [] utf8(Member member) {
        return isString(member) ? Values.unescaped(array, valueFrom(member), valueTo(member)) : null;
    }

    /// Whether a string has an escape in it, so that its bytes are not its content.
    public boolean isEscaped(Member member) {
        for (int at = valueFrom(member); at < valueTo(member); at++) {
            if (array[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /// A number; NaN where there is none.
    public double number(Member member) {
        if (!has(member) || (kind(member) != '-' && (kind(member) < '0' || kind(member) > '9'))) {
            return Double.NaN;
        }
        if (valueTo(member) - valueFrom(member) <= SHORT_INTEGER && kind(member) != '-' && isInteger(member)) {
            long number = 0;
            for (int at = valueFrom(member); at < valueTo(member); at++) {
                number = 10 * number + array[at] - '0';
            }
            return number;
        }
        return Double.parseDouble(
                new String(array, valueFrom(member), valueTo(member) - valueFrom(member), StandardCharsets.US_ASCII));
    }

    /// Whether the value is a number without fraction and exponent.
    public boolean isInteger(Member member) {
        if (!has(member)) {
            return false;
        }
        int at = valueFrom(member) + (kind(member) == '-' ? 1 : 0);
        while (at < valueTo(member)) {
            if (array[at] < '0' || array[at] > '9') {
                return false;
            }
            at++;
        }
        return true;
    }

    /// An integer of at most 18 digits; empty where there is none.
    public OptionalLong integer(Member member) {
        int length = has(member) ? valueTo(member) - valueFrom(member) : 0;
        if (!isInteger(member) || length > LONGEST_INTEGER || (length == LONGEST_INTEGER && kind(member) != '-')) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(new String(array, valueFrom(member), length, StandardCharsets.US_ASCII)));
    }

    /// An object's strings by their names; null where the value is none, or holds anything else or more than `most`.
    public @Nullable Map<String, String> strings(Member member, int most) {
        return has(member) && kind(member) == '{'
                ? Values.strings(array, valueFrom(member), valueTo(member), most)
                : null;
    }

    /// An array's strings; null where the value is none, or holds anything else or more than `most`.
    public @Nullable List<String> words(Member member, int most) {
        return has(member) && kind(member) == '['
                ? Values.words(array, valueFrom(member), valueTo(member), most)
                : null;
    }

    /// The message with another value in the place of one member's; all other bytes as they are.
    ///
    /// @param value one JSON value
    /// @throws IllegalArgumentException when there is no such member
    public byte[] with(Member member, byte[] value) {
        if (!has(member)) {
            throw new IllegalArgumentException("there is no member " + member.text());
        }
        int head = valueFrom(member) - from;
        int tail = to - valueTo(member);
        byte[] spliced = Arrays.copyOfRange(array, from, from + head + value.length + tail);
        System.arraycopy(value, 0, spliced, head, value.length);
        System.arraycopy(array, valueTo(member), spliced, head + value.length, tail);
        return spliced;
    }

    /// Lets go of the bytes, so that an idle connection keeps none.
    public void clear() {
        array = NO_BYTES;
    }

    /// Without its content, which must not appear in a log.
    @Override
    public String toString() {
        return "envelope of " + (to - from) + " bytes";
    }
}
