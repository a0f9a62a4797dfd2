package io.relayhub.link.json;

import io.relayhub.link.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object of strings, integers, booleans and nulls, whatever their names: a small file, not a message.
public final class FlatObject {
    private static final Members NONE = Members.of();

    private FlatObject() {}

    /// @return the members in their order, each a [String], [Long] or [Boolean]; one that is `null` is left out
    /// @throws IllegalArgumentException for anything else than one flat object with each name once
    public static Map<String, Object> parse(byte[] utf8) {
        int from = Blanks.skip(utf8, 0, utf8.length);
        int end = Utf8.isValid(utf8, 0, utf8.length)
                ? new JsonScanner(JsonLimits.DEFAULT).scan(utf8, from, utf8.length, new Envelope(NONE))
                : JsonScanner.MALFORMED;
        if (end < 0 || !Blanks.only(utf8, end, utf8.length)) {
            throw new IllegalArgumentException("not one JSON object");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        var cursor = new Cursor(utf8, from, end);
        while (cursor.next()) {
            String name = cursor.name();
            int valueFrom = cursor.at();
            Object value = value(utf8, valueFrom, cursor.pastScalar());
            if (value != null && members.put(name, value) != null) {
                throw new IllegalArgumentException("not one flat JSON object: a name stands twice");
            }
        }
        return members;
    }

    private static @Nullable Object value(byte[] array, int from, int to) {
        return switch (array[from]) {
            case '"' -> Values.string(array, from, to);
            case 't' -> true;
            case 'f' -> false;
            case 'n' -> null;
            case '{', '[' -> throw new IllegalArgumentException("not one flat JSON object: something is nested");
            // With a fraction, an exponent or too many digits it is no number that is written here.
            default -> Long.valueOf(new String(array, from, to - from, StandardCharsets.US_ASCII));
        };
    }
}
