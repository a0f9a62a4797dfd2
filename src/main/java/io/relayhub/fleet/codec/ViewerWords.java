package io.relayhub.fleet.codec;

import io.relayhub.link.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What viewers may say, which is one thing. Any thread.
public final class ViewerWords {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 1024;

    private ViewerWords() {}

    /// Whether this is `{"type":"ping"}`.
    public static boolean isPing(Message message) {
        if (message.kind() != Message.Kind.TEXT || message.length() > LONGEST) {
            return false;
        }
        try {
            JsonNode tree = JSON.readTree(message.array(), message.offset(), message.length());
            return "ping".equals(tree.path("type").stringValue(""));
        } catch (JacksonException malformed) {
            return false;
        }
    }

    /// @param timestamp Unix seconds
    public static Message pong(long timestamp) {
        return Message.text("{\"timestamp\":" + timestamp + ",\"type\":\"pong\"}");
    }
}
