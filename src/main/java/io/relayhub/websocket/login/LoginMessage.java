package io.relayhub.websocket.login;

import io.relayhub.link.Credential;
import io.relayhub.link.Message;
import io.relayhub.websocket.handshake.Reservation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The messages of a login (docs/protocol.md, "Handshake"): `{"type":"auth","data":{"token":"…"}}`, where an endpoint
/// asks for it with an `id` beside the token, and what is answered.
final class LoginMessage {
    private static final JsonMapper JSON = new JsonMapper();

    private LoginMessage() {}

    /// @return null when this is no login
    static @Nullable Credential read(Message message) {
        if (message.length() > Reservation.LONGEST_LOGIN) {
            return null;
        }
        JsonNode login;
        try {
            login = JSON.readTree(message.array(), message.offset(), message.length());
        } catch (JacksonException notJson) {
            return null;
        }
        JsonNode data = login.path("data");
        JsonNode token = data.path("token");
        JsonNode id = data.path("id");
        return login.path("type").isString()
                        && login.path("type").stringValue().equals("auth")
                        && token.isString()
                        && (id.isMissingNode() || id.isString())
                ? new Credential(id.isString() ? id.stringValue() : null, token.stringValue())
                : null;
    }

    static Message accepted() {
        return Message.text("{\"type\":\"auth-response\",\"success\":true}\n");
    }

    /// @param code a word of the hub's own
    static Message refused(String code) {
        String sentence = switch (code) {
            case "AUTH_REQUIRED" -> "Log in with the first message.";
            case "TOO_MANY_ATTEMPTS" -> "Too many wrong credentials: try again later.";
            case "FORBIDDEN" -> "Log in as an identity whose roles allow it to be here.";
            default -> "Log in with a valid credential.";
        };
        return Message.text("{\"type\":\"auth-response\",\"success\":false,\"error\":\"" + sentence
                + "\",\"errorCode\":\"" + code + "\"}\n");
    }
}
