package io.relayhub.dial;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The outermost fields of one JSON object, each as the bytes it has on the wire. What stands deeper is checked to
/// be JSON and otherwise left alone, so payloads pass as they came: all that a hub lets pass (docs/protocol.md,
/// "Framing").
public final class Envelope {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private record Slice(int from, int to) {}

    private final byte[] line;
    private final Map<String, Slice> fields;

    private Envelope(byte[] line, Map<String, Slice> fields) {
        this.line = line;
        this.fields = fields;
    }

    /// @param line UTF-8; kept, not copied
    /// @return null when it is not exactly one JSON object, or has a field twice
    public static @Nullable Envelope parse(byte[] line) {
        Map<String, Slice> fields = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                Slice value = new Slice(from, (int) parser.currentLocation().getByteOffset());
                if (fields.put(name, value) != null) {
                    return null;
                }
            }
            return parser.nextToken() == null ? new Envelope(line, fields) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /// A message as a line of the wire.
    public static byte[] line(JsonNode message) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(message);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /// The field's value as it stands in the line; null where there is none.
    public byte @Nullable [] raw(String field) {
        Slice slice = fields.get(field);
        return slice == null ? null : Arrays.copyOfRange(line, slice.from(), slice.to());
    }

    /// The line with another value in the place of one field's; all other bytes as they are.
    ///
    /// @param value one JSON value
    /// @throws IllegalArgumentException when there is no such field
    public byte[] with(String field, byte[] value) {
        Slice slice = fields.get(field);
        if (slice == null) {
            throw new IllegalArgumentException("there is no field " + field);
        }
        byte[] spliced = new byte[line.length - (slice.to() - slice.from()) + value.length];
        System.arraycopy(line, 0, spliced, 0, slice.from());
        System.arraycopy(value, 0, spliced, slice.from(), value.length);
        System.arraycopy(line, slice.to(), spliced, slice.from() + value.length, line.length - slice.to());
        return spliced;
    }

    /// The value of a string field; null where there is none or it is no string.
    public @Nullable String text(String field) {
        Slice slice = fields.get(field);
        if (slice == null || line[slice.from()] != '"') {
            return null;
        }
        for (int i = slice.from() + 1; i < slice.to() - 1; i++) {
            if (line[i] == '\\') {
                return unescaped(slice);
            }
        }
        return new String(line, slice.from() + 1, slice.to() - slice.from() - 2, StandardCharsets.UTF_8);
    }

    /// The value of a field that holds an integer of at most 18 digits; empty where it does not.
    public OptionalLong integer(String field) {
        byte[] raw = raw(field);
        if (raw == null || raw.length > 19) {
            return OptionalLong.empty();
        }
        String digits = new String(raw, StandardCharsets.US_ASCII);
        return digits.matches("-?[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /// Whether a field is there and holds `true`.
    public boolean isTrue(String field) {
        Slice slice = fields.get(field);
        return slice != null && line[slice.from()] == 't';
    }

    private String unescaped(Slice slice) {
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), line, slice.from(), slice.to() - slice.from())) {
            parser.nextToken();
            return parser.getString();
        }
    }

    @Override
    public String toString() {
        return "envelope of " + line.length + " bytes with " + fields.size() + " fields";
    }
}
