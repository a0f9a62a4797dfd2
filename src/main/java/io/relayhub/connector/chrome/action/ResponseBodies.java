package io.relayhub.connector.chrome.action;

import io.relayhub.connector.ActionException;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.Exchange;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The bodies of some answers, asked of Chrome all at once. It keeps them for a while only, within the bounds that
/// were set in `Network.enable`.
final class ResponseBodies {
    static final ResponseBodies NONE = new ResponseBodies(Map.of());

    private static final int BODY_CHARS = 65_536;
    // With the rest of the answer below what a hub takes as one message.
    private static final int ALL_CHARS = 6 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private sealed interface Body {
        record Text(String text, int length) implements Body {}

        record Base64(String text) implements Body {}

        /// @param why a sentence
        record Missing(String why) implements Body {}

        /// Characters that it takes of the answer.
        default int kept() {
            return switch (this) {
                case Text text -> text.text().length();
                case Base64 base64 -> base64.text().length();
                case Missing missing -> missing.why().length();
            };
        }
    }

    private final Map<Exchange, Body> bodies;

    private ResponseBodies(Map<Exchange, Body> bodies) {
        this.bodies = bodies;
    }

    /// Reads `maxBodyChars`.
    static int limit(Arguments arguments) throws ActionException {
        return arguments.integer("maxBodyChars", 1, ALL_CHARS, BODY_CHARS);
    }

    /// @param limit of characters a body
    static ResponseBodies read(Tab tab, List<Exchange> exchanges, int limit, Deadline deadline)
            throws CdpException, InterruptedException {
        Map<Exchange, CompletableFuture<JsonNode>> answers = new LinkedHashMap<>();
        for (Exchange exchange : exchanges) {
            if (exchange.response() != null) {
                ObjectNode which = CdpConnection.object().put("requestId", exchange.requestId());
                answers.put(exchange, tab.send(exchange.session(), "Network.getResponseBody", which));
            }
        }
        Deadline own = deadline.orIn(PATIENCE);
        Map<Exchange, Body> bodies = new HashMap<>();
        int left = ALL_CHARS;
        for (var entry : answers.entrySet()) {
            Body body = await(entry.getValue(), Math.min(limit, left), own);
            bodies.put(entry.getKey(), body);
            left -= body.kept();
        }
        return new ResponseBodies(bodies);
    }

    private static Body await(CompletableFuture<JsonNode> answer, int limit, Deadline deadline)
            throws CdpException, InterruptedException {
        JsonNode json;
        try {
            json = CdpConnection.await(answer, "Network.getResponseBody", deadline);
        } catch (CdpException e) {
            if (e.reason() == Reason.DISCONNECTED) {
                throw e;
            }
            return new Body.Missing("Chrome does not have this body (any more).");
        }
        String text = json.path("body").asString("");
        if (json.path("base64Encoded").asBoolean(false)) {
            return text.length() <= limit
                    ? new Body.Base64(text)
                    : new Body.Missing("The body is binary and larger than \"maxBodyChars\".");
        }
        return new Body.Text(text.substring(0, Math.min(limit, text.length())), text.length());
    }

    /// Adds what is known of the exchange's body to its description.
    void describe(Exchange exchange, ObjectNode entry) {
        switch (bodies.get(exchange)) {
            case null -> {
                // Not asked for, or there was no answer.
            }
            case Body.Text(String text, int length) -> {
                entry.put("responseBody", text);
                if (text.length() < length) {
                    entry.put("responseBodyTruncated", true).put("responseBodyLength", length);
                }
            }
            case Body.Base64(String text) -> entry.put("responseBody", text).put("responseBodyEncoding", "base64");
            case Body.Missing(String why) -> entry.put("responseBodyMissing", why);
        }
    }
}
