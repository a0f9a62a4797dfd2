package io.relayhub.connector.chrome.mock;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A request of a page that stands still until one of these methods is called. None blocks; a page that has gone
/// meanwhile makes them do nothing.
///
/// @param event the parameters of `Fetch.requestPaused`
record PausedRequest(Tab tab, String session, JsonNode event) {
    // They tell of the body as the server sent it.
    private static final Set<String> BODY_HEADERS =
            Set.of("content-length", "content-encoding", "content-type", "transfer-encoding");

    private record Header(String name, String value) {}

    void pass() {
        tell("Fetch.continueRequest", CdpConnection.object());
    }

    /// Lets it go to the server and stops it again when the answer is there.
    void passAndStopAgain() {
        tell("Fetch.continueRequest", CdpConnection.object().put("interceptResponse", true));
    }

    /// A page of another origin asks first whether it may ask.
    boolean isPreflight() {
        return event.path("request").path("method").asString("").equals("OPTIONS")
                && !askedMethod().isEmpty();
    }

    /// The method that a preflight asks for.
    String askedMethod() {
        return header("access-control-request-method");
    }

    void answerPreflight() {
        List<Header> headers = crossOrigin();
        headers.add(new Header("access-control-allow-methods", askedMethod()));
        headers.add(new Header("access-control-allow-headers", header("access-control-request-headers")));
        fulfil(204, headers, "");
    }

    /// Answers in the server's place.
    void answer(String id, Mock mock, JsonNode data) {
        String url = event.path("request").path("url").asString("");
        MockJson json = MockJson.answerTo(url, event.path("resourceType").asString(""), data);
        List<Header> headers = crossOrigin();
        headers.add(new Header("content-type", json.contentType()));
        mark(id, json.text());
        fulfil(mock.status() == 0 ? 200 : mock.status(), with(mock, headers), base64(json.text()));
    }

    void answer(String id, Mock mock, Mock.Answer.Bytes bytes) {
        List<Header> headers = crossOrigin();
        if (!bytes.contentType().isEmpty()) {
            headers.add(new Header("content-type", bytes.contentType()));
        }
        byte[] body = Base64.getDecoder().decode(bytes.base64());
        mark(id, new String(body, StandardCharsets.UTF_8));
        fulfil(mock.status() == 0 ? 200 : mock.status(), with(mock, headers), bytes.base64());
    }

    /// @param reason Chrome's word for it
    void abort(String reason) {
        tell("Fetch.failRequest", CdpConnection.object().put("errorReason", reason));
    }

    /// What the page is told is remembered with the request: Chrome keeps what the server has said.
    private void mark(String id, String body) {
        tab.network().mocked(event.path("networkId").asString(""), id, body);
    }

    private static List<Header> with(Mock mock, List<Header> headers) {
        List<Header> all = new ArrayList<>(headers);
        mock.headers().forEach((name, value) -> {
            all.removeIf(header -> header.name().equals(name));
            all.add(new Header(name, value));
        });
        return all;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Changes fields of the server's answer; one that is no JSON passes as it is.
    void change(String id, Mock mock, List<Mock.Field> fields) {
        ObjectNode which =
                CdpConnection.object().put("requestId", event.path("requestId").asString(""));
        CompletableFuture<Void> _ = tab.send(session, "Fetch.getResponseBody", which)
                .handle((body, failure) -> failure == null ? changed(body, fields) : Optional.<MockJson>empty())
                .thenAccept(answer -> answer.ifPresentOrElse(json -> putBack(id, mock, json), this::pass));
    }

    private static Optional<MockJson> changed(JsonNode answer, List<Mock.Field> fields) {
        String body = answer.path("body").asString("");
        if (answer.path("base64Encoded").asBoolean(false)) {
            body = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        }
        return MockJson.parse(body).map(json -> {
            JsonNode value = json.value();
            for (Mock.Field field : fields) {
                value = field.path().set(value, field.value().deepCopy());
            }
            return new MockJson(json.callback(), value);
        });
    }

    private void putBack(String id, Mock mock, MockJson answer) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : event.path("responseHeaders")) {
            String name = header.path("name").asString("").toLowerCase(Locale.ROOT);
            if (!BODY_HEADERS.contains(name)) {
                headers.add(new Header(name, header.path("value").asString("")));
            }
        }
        headers.add(new Header("content-type", answer.contentType()));
        int status = mock.status() == 0 ? event.path("responseStatusCode").asInt(200) : mock.status();
        mark(id, answer.text());
        fulfil(status, with(mock, headers), base64(answer.text()));
    }

    /// So that a page of another origin may read the answer.
    private List<Header> crossOrigin() {
        List<Header> headers = new ArrayList<>();
        String origin = header("origin");
        if (!origin.isEmpty()) {
            headers.add(new Header("access-control-allow-origin", origin));
            headers.add(new Header("access-control-allow-credentials", "true"));
        }
        return headers;
    }

    private String header(String name) {
        for (var header : event.path("request").path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue().asString("");
            }
        }
        return "";
    }

    private void fulfil(int status, List<Header> headers, String base64) {
        ObjectNode params = CdpConnection.object().put("responseCode", status).put("body", base64);
        ArrayNode list = params.putArray("responseHeaders");
        headers.forEach(header -> list.addObject().put("name", header.name()).put("value", header.value()));
        tell("Fetch.fulfillRequest", params);
    }

    private void tell(String method, ObjectNode params) {
        params.put("requestId", event.path("requestId").asString(""));
        tab.tell(session, method, params);
    }
}
