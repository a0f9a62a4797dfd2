package io.relayhub.connector.chrome.mock;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON answer, bare or as the argument of a JSONP callback.
///
/// @param callback empty for bare JSON
record MockJson(String callback, JsonNode value) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern CALL =
            Pattern.compile("^\\s*([A-Za-z_$][\\w$.]*)\\s*\\((.*)\\)\\s*;?\\s*$", Pattern.DOTALL);
    private static final Pattern CALLBACK_PARAMETER = Pattern.compile("[?&](?:callback|cb|jsonp)=([A-Za-z_$][\\w$.]*)");

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// What a server has answered; empty when it is not JSON.
    static Optional<MockJson> parse(String body) {
        Matcher call = CALL.matcher(body);
        try {
            return Optional.of(
                    call.matches()
                            ? new MockJson(call.group(1), MAPPER.readTree(call.group(2)))
                            : new MockJson("", MAPPER.readTree(body)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// A value as the answer to a request: a script that asked for JSONP gets its callback.
    static MockJson answerTo(String url, String resourceType, JsonNode value) {
        Matcher parameter = CALLBACK_PARAMETER.matcher(url);
        boolean jsonp = resourceType.equals("Script") && parameter.find();
        return new MockJson(jsonp ? parameter.group(1) : "", value);
    }

    String contentType() {
        return callback.isEmpty() ? "application/json; charset=utf-8" : "application/javascript; charset=utf-8";
    }

    String text() {
        String json = MAPPER.writeValueAsString(value);
        return callback.isEmpty() ? json : callback + "(" + json + ")";
    }
}
