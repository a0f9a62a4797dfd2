package io.relayhub.dial;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A message as a line of the wire.
public final class JsonLine {
    private JsonLine() {}

    /// @return UTF-8 with the final line feed
    public static byte[] of(JsonNode message) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(message);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
