package io.relayhub.connector.chrome.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// A trace as Chrome has written it: gzipped JSON, read one event at a time.
public final class TraceFile {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final byte[] gzipped;

    /// @param gzipped not changed by anybody from now on
    public TraceFile(byte[] gzipped) {
        this.gzipped = gzipped;
    }

    public int size() {
        return gzipped.length;
    }

    /// Some of its bytes; fewer where it ends.
    public byte[] part(int offset, int length) {
        int from = Math.min(offset, gzipped.length);
        return Arrays.copyOfRange(gzipped, from, (int) Math.min(gzipped.length, (long) from + length));
    }

    /// Goes through all events (`traceEvents`), in the file's order.
    ///
    /// @throws IOException when it is not what Chrome writes
    void events(Consumer<JsonNode> listener) throws IOException {
        ObjectReader reader = MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped));
                JsonParser parser = MAPPER.createParser(in)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean events = "traceEvents".equals(parser.currentName());
                    JsonToken value = parser.nextToken();
                    if (events && value == JsonToken.START_ARRAY) {
                        while (parser.nextToken() == JsonToken.START_OBJECT) {
                            JsonNode event = reader.readValue(parser);
                            listener.accept(event);
                        }
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (JacksonException e) {
            throw new IOException(e);
        }
    }
}
