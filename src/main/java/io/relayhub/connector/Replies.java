package io.relayhub.connector;

import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.Json;
import io.relayhub.dial.JsonLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The lines that a connector says (docs/protocol.md, "Messages"). Ids and payloads go out as the bytes they came
/// in.
final class Replies {
    private Replies() {}

    static byte[] answer(byte[] id, Json data) {
        return line("{\"id\":", id, ",\"success\":true,\"data\":", data.utf8());
    }

    static byte[] progress(byte[] id, Json part) {
        return line("{\"type\":\"progress\",\"id\":", id, ",\"data\":", part.utf8());
    }

    static byte[] error(byte[] id, String code, String sentence, Retry retry) {
        ObjectNode error = Json.mapper().createObjectNode();
        error.put("success", false);
        error.put("error", sentence);
        error.put("errorCode", code);
        error.put("retryable", retry == Retry.YES);
        byte[] rest = Json.of(error).utf8();
        ByteArrayOutputStream line = new ByteArrayOutputStream(rest.length + id.length + 16);
        line.writeBytes(ascii("{\"id\":"));
        line.writeBytes(id);
        line.write(',');
        line.write(rest, 1, rest.length - 1);
        line.write('\n');
        return line.toByteArray();
    }

    static byte[] error(byte[] id, ActionError error, String sentence) {
        return error(id, error.name(), sentence, error.retryable() ? Retry.YES : Retry.NO);
    }

    /// @param agents those that may have left while there was no connection
    static byte[] hello(ConnectorOptions options, ActionRoutes routes, List<String> agents) {
        ObjectNode hello = Json.mapper().createObjectNode();
        hello.put("type", "connector_hello");
        hello.put("connectorId", options.id());
        hello.put("name", options.name());
        if (!options.version().isEmpty()) {
            hello.put("version", options.version());
        }
        ObjectNode labels = hello.putObject("labels");
        options.labels().forEach(labels::put);
        routes.announced().ifPresent(actions -> actions.forEach(hello.withArray("actions")::add));
        hello.putArray("features").add("cancel").add("progress").add("agents");
        hello.put("maxInFlight", options.maxInFlight());
        if (!agents.isEmpty()) {
            agents.forEach(hello.putArray("agents")::add);
        }
        return JsonLine.of(hello);
    }

    private static byte[] line(String head, byte[] id, String middle, byte[] data) {
        ByteArrayOutputStream line =
                new ByteArrayOutputStream(head.length() + id.length + middle.length() + data.length + 2);
        line.writeBytes(ascii(head));
        line.writeBytes(id);
        line.writeBytes(ascii(middle));
        line.writeBytes(data);
        line.write('}');
        line.write('\n');
        return line.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether the same request may be sent again.
    enum Retry {
        YES,
        NO
    }
}
