package io.relayhub.connector.chrome.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One request of a page and what came of it.
///
/// @param session   where Chrome keeps the bodies
/// @param requestId Chrome's id; the legs of a redirect share it
/// @param response  null until the response's head is there
/// @param end       null while it is under way
/// @param mocked    null where the answer is the server's own
public record Exchange(
        String session,
        String requestId,
        Request request,
        @Nullable Response response,
        @Nullable End end,
        @Nullable Mocked mocked) {
    /// @param by   the mock's id
    /// @param body what the page got
    public record Mocked(String by, String body) {}

    /// @param pageUrl      the document that asked
    /// @param resourceType Chrome's word in lower case: `document`, `xhr`, `fetch`, `script`, …
    /// @param headers      an object of strings
    /// @param body         null where there is none or where it is too large to be reported with the request
    /// @param hasBody      whether there is one
    /// @param startedAt    milliseconds since 1970
    /// @param ticks        seconds of Chrome's monotonic clock
    public record Request(
            String method,
            String url,
            String pageUrl,
            String resourceType,
            JsonNode headers,
            @Nullable String body,
            boolean hasBody,
            long startedAt,
            double ticks) {}

    /// @param headers an object of strings
    public record Response(int status, String statusText, String mimeType, JsonNode headers, boolean fromCache) {}

    /// @param size       bytes on the wire
    /// @param error      empty where it succeeded
    /// @param redirected it went on at another address: Chrome keeps the body of that answer only
    public record End(double millis, long size, String error, boolean redirected) {}

    // A data: address can be as large as the picture it holds.
    private static final int MAX_URL = 8_192;

    static String shortened(String url) {
        return url.length() <= MAX_URL ? url : url.substring(0, MAX_URL) + "…";
    }

    Exchange answered(Response head) {
        return new Exchange(session, requestId, request, head, end, mocked);
    }

    Exchange ended(double ticks, long size, String error) {
        return new Exchange(session, requestId, request, response, new End(millis(ticks), size, error, false), mocked);
    }

    Exchange mocked(Mocked answer) {
        return new Exchange(session, requestId, request, response, end, answer);
    }

    /// This leg is over, and another one begins.
    Exchange redirected(double ticks, Response head) {
        return new Exchange(session, requestId, request, head, new End(millis(ticks), 0, "", true), null);
    }

    private double millis(double ticks) {
        return Math.max(0, (ticks - request.ticks()) * 1000);
    }

    /// Roughly the memory it takes, in bytes.
    long weight() {
        long weight = 400 + 2L * (request.url().length() + request.pageUrl().length() + chars(request.headers()));
        if (request.body() != null) {
            weight += 2L * request.body().length();
        }
        if (response != null) {
            weight += 2L * chars(response.headers());
        }
        if (mocked != null) {
            weight += 2L * mocked.body().length();
        }
        return weight;
    }

    private static long chars(JsonNode headers) {
        long chars = 0;
        for (var header : headers.properties()) {
            chars += header.getKey().length() + header.getValue().asString("").length() + 40;
        }
        return chars;
    }

    static String typeName(String chromeType) {
        return chromeType.toLowerCase(Locale.ROOT);
    }
}
