package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The bodies of some requests and of their answers, asked of Chrome all at once. It keeps them for a while only,
/// within the bounds that were set in `Network.enable`.
final class Bodies {
    static final Bodies NONE = new Bodies(Map.of(), Map.of());

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

    private final Map<Exchange, Body> requests;
    private final Map<Exchange, Body> responses;

    private Bodies(Map<Exchange, Body> requests, Map<Exchange, Body> responses) {
        this.requests = requests;
        this.responses = responses;
    }

    /// Reads `maxBodyChars`.
    static int limit(Arguments arguments) throws ActionException {
        return arguments.integer("maxBodyChars", 1, ALL_CHARS, BODY_CHARS);
    }

    /// @param limit of characters a body
    static Bodies read(Tab tab, List<Exchange> exchanges, int limit, Deadline deadline)
            throws CdpException, InterruptedException {
        Map<Exchange, CompletableFuture<JsonNode>> requests = new LinkedHashMap<>();
        Map<Exchange, CompletableFuture<JsonNode>> responses = new LinkedHashMap<>();
        for (Exchange exchange : exchanges) {
            boolean last = exchange.end() == null || !exchange.end().redirected();
            if (last && exchange.request().hasBody() && exchange.request().body() == null) {
                requests.put(exchange, ask(tab, exchange, "Network.getRequestPostData"));
            }
            if (last && exchange.response() != null && exchange.mocked() == null) {
                responses.put(exchange, ask(tab, exchange, "Network.getResponseBody"));
            }
        }
        try {
            Deadline own = deadline.orIn(PATIENCE);
            Map<Exchange, Body> posted = await(requests, "postData", limit, ALL_CHARS, own);
            int left = ALL_CHARS - posted.values().stream().mapToInt(Body::kept).sum();
            return new Bodies(posted, await(responses, "body", limit, left, own));
        } finally {
            requests.values().forEach(answer -> answer.cancel(false));
            responses.values().forEach(answer -> answer.cancel(false));
        }
    }

    private static CompletableFuture<JsonNode> ask(Tab tab, Exchange exchange, String method) {
        return tab.send(exchange.session(), method, CdpConnection.object().put("requestId", exchange.requestId()));
    }

    private static Map<Exchange, Body> await(
            Map<Exchange, CompletableFuture<JsonNode>> answers, String field, int limit, int all, Deadline deadline)
            throws CdpException, InterruptedException {
        Map<Exchange, Body> bodies = new HashMap<>();
        int left = all;
        for (var entry : answers.entrySet()) {
            Body body = await(entry.getValue(), field, Math.min(limit, left), deadline);
            bodies.put(entry.getKey(), body);
            left = Math.max(0, left - body.kept());
        }
        return bodies;
    }

    private static Body await(CompletableFuture<JsonNode> answer, String field, int limit, Deadline deadline)
            throws CdpException, InterruptedException {
        JsonNode json;
        try {
            json = CdpConnection.await(answer, "for a body", deadline);
        } catch (CdpException e) {
            return switch (e.reason()) {
                case DISCONNECTED -> throw e;
                case REFUSED -> new Body.Missing("Chrome does not have this body (any more).");
                case SESSION_ENDED ->
                    new Body.Missing("Chrome dropped this body with the page or frame it belongs to.");
                case TIMEOUT, BLOCKED -> new Body.Missing("Chrome did not hand out this body in time: ask again.");
            };
        }
        String text = json.path(field).asString("");
        if (json.path("base64Encoded").asBoolean(false)) {
            return text.length() <= limit
                    ? new Body.Base64(text)
                    : new Body.Missing("The body is binary and larger than \"maxBodyChars\".");
        }
        return new Body.Text(text.substring(0, Math.min(limit, text.length())), text.length());
    }

    /// Adds what is known of the exchange's bodies to its description.
    void describe(Exchange exchange, ObjectNode entry) {
        describe("requestBody", requests.get(exchange), entry);
        describe("responseBody", responses.get(exchange), entry);
        if (exchange.mocked() != null) {
            entry.put("responseBody", exchange.mocked().body());
        }
    }

    private static void describe(String name, @Nullable Body body, ObjectNode entry) {
        switch (body) {
            case null -> {
                // Not asked for, or there was no answer.
            }
            case Body.Text(String text, int length) -> {
                entry.put(name, text);
                if (text.length() < length) {
                    entry.put(name + "Truncated", true).put(name + "Length", length);
                }
            }
            case Body.Base64(String text) -> entry.put(name, text).put(name + "Encoding", "base64");
            case Body.Missing(String why) -> entry.put(name + "Missing", why);
        }
    }
}
