package io.relayhub.connector.spi;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One JSON value as the UTF-8 bytes it has on the wire. Who only passes it on never parses it, so odd whitespace,
/// escapes and number formats arrive as they left. Immutable by agreement: nobody changes the array afterwards.
///
/// Not a record: its content must not appear in a log through `toString`.
public final class Json {
    public static final Json NULL = new Json("null".getBytes(StandardCharsets.US_ASCII));

    // The cause of a parse failure quotes what it could not read; payloads stay out of error texts.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final byte[] utf8;

    private Json(byte[] utf8) {
        this.utf8 = utf8;
    }

    /// @param utf8 exactly one JSON value without a line feed outside of it; handed over, not copied, not checked
    public static Json raw(byte[] utf8) {
        return new Json(utf8);
    }

    public static Json of(JsonNode tree) {
        return new Json(MAPPER.writeValueAsBytes(tree));
    }

    /// An empty object, array or value node is made with this mapper's `createObjectNode()` and its siblings.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /// The bytes themselves, not a copy.
    public byte[] utf8() {
        return utf8;
    }

    /// Parses; every call anew.
    ///
    /// @throws IllegalArgumentException when the bytes are not one JSON value; the text does not quote them
    public JsonNode tree() {
        try {
            return MAPPER.readTree(utf8);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON value of at most the usual depth and sizes", e);
        }
    }

    @Override
    public String toString() {
        return "JSON of " + utf8.length + " bytes";
    }
}
