package io.relayhub.client;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Trees as lines of the wire.
final class WireJson {
    private WireJson() {}

    static byte[] line(JsonNode tree) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(tree);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
