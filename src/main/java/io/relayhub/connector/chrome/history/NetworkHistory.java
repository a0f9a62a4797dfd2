package io.relayhub.connector.chrome.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The requests of one tab to the network, out of Chrome's `Network` events. Requests of pages that are not permitted
/// are not recorded. Written by the connection's reading thread, read by any.
public final class NetworkHistory {
    /// At most so many requests a tab.
    public static final int MAX_REQUESTS = 1_000;
    /// At most about so many bytes a tab. Response bodies are not among them: Chrome keeps those.
    public static final long MAX_BYTES = 4 << 20;
    // What never finishes would keep the network from ever being idle.
    private static final Set<String> LONG_LIVED = Set.of("websocket", "eventsource", "ping", "media");
    private static final int MAX_OPEN = 10_000;
    private static final int MAX_EARLY = 1_000;
    private static final int MAX_MOCKED = 65_536;

    /// @param loader the navigation to whose document it belongs; the document's own request has its id
    private record Open(String session, String loader) {}

    private final OriginRules rules;
    private final BoundedHistory<Exchange> exchanges = new BoundedHistory<>(MAX_REQUESTS, MAX_BYTES);

    @GuardedBy("this")
    private final Map<String, Open> open = new HashMap<>();

    @GuardedBy("this")
    private long quietSince = System.nanoTime();

    // Answers of mocks whose requests have not been told of yet.
    @GuardedBy("early")
    private final Map<String, Exchange.Mocked> early = new LinkedHashMap<>();

    // Only the reading thread.
    private long redirects;

    public NetworkHistory(OriginRules rules) {
        this.rules = rules;
    }

    /// Oldest first.
    public List<Exchange> all() {
        return exchanges.all();
    }

    public @Nullable Exchange find(String requestId) {
        return exchanges.get(requestId);
    }

    /// How many requests have been forgotten to make room.
    public long dropped() {
        return exchanges.dropped();
    }

    /// For how long no request has been under way; 0 while one is.
    public synchronized long quietNanos() {
        return open.isEmpty() ? System.nanoTime() - quietSince : 0;
    }

    /// A new document: what the old one asked for no longer counts as under way. The new one itself may still stream.
    public synchronized void restart(String loader) {
        open.values().removeIf(request -> !request.loader().equals(loader));
        quietSince = System.nanoTime();
    }

    /// The session of a frame has gone, and nothing more is heard of what was under way there.
    public synchronized void sessionEnded(String session) {
        if (open.values().removeIf(request -> request.session().equals(session)) && open.isEmpty()) {
            quietSince = System.nanoTime();
        }
    }

    /// Events of other domains and unknown ones are ignored.
    public void onEvent(CdpEvent event) {
        JsonNode params = event.params();
        String id = params.path("requestId").asString("");
        switch (event.method()) {
            case "Network.requestWillBeSent" -> begin(event.session(), id, params);
            case "Network.responseReceived" -> answered(id, response(params.path("response")));
            case "Network.loadingFinished" ->
                end(id, params, params.path("encodedDataLength").asLong(0), "");
            case "Network.loadingFailed" -> end(id, params, 0, failure(params));
            case "Network.webSocketCreated" -> beginSocket(event.session(), id, params);
            case "Network.webSocketHandshakeResponseReceived" -> answered(id, response(params.path("response")));
            case "Network.webSocketClosed" -> end(id, params, 0, "");
            default -> {
                // Chrome tells more of the network than is recorded.
            }
        }
    }

    private void begin(String session, String id, JsonNode params) {
        double ticks = params.path("timestamp").asDouble(0);
        JsonNode redirect = params.path("redirectResponse");
        Exchange before = exchanges.get(id);
        if (before != null && redirect.isObject()) {
            exchanges.remove(id);
            Exchange leg = before.redirected(ticks, response(redirect));
            exchanges.put(id + " redirected " + redirects++, leg, leg.weight());
        }
        JsonNode request = params.path("request");
        String type = Exchange.typeName(params.path("type").asString("Other"));
        if (!LONG_LIVED.contains(type)) {
            opened(id, new Open(session, params.path("loaderId").asString("")));
        }
        String page = params.path("documentURL").asString("");
        if (!rules.permits(page)) {
            return;
        }
        record(new Exchange(
                session,
                id,
                new Exchange.Request(
                        request.path("method").asString("GET"),
                        Exchange.shortened(request.path("url").asString("")
                                + request.path("urlFragment").asString("")),
                        Exchange.shortened(page),
                        type,
                        request.path("headers"),
                        request.path("postData").asString(null),
                        request.path("hasPostData").asBoolean(false),
                        (long) (params.path("wallTime").asDouble(0) * 1000),
                        ticks),
                null,
                null,
                takeEarly(id)));
    }

    private Exchange.@Nullable Mocked takeEarly(String id) {
        synchronized (early) {
            return early.remove(id);
        }
    }

    private void beginSocket(String session, String id, JsonNode params) {
        String url = params.path("url").asString("");
        if (rules.permits(url)) {
            record(new Exchange(
                    session,
                    id,
                    new Exchange.Request(
                            "GET",
                            Exchange.shortened(url),
                            "",
                            "websocket",
                            params.path("headers"),
                            null,
                            false,
                            System.currentTimeMillis(),
                            0),
                    null,
                    null,
                    null));
        }
    }

    /// A mock answers this request.
    ///
    /// @param body what the page gets; only the beginning of a long one is kept
    public void mocked(String id, String by, String body) {
        String kept = body.length() <= MAX_MOCKED ? body : body.substring(0, MAX_MOCKED);
        Exchange.Mocked answer = new Exchange.Mocked(by, kept);
        synchronized (early) {
            Exchange exchange = exchanges.get(id);
            if (exchange != null) {
                record(exchange.mocked(answer));
            } else if (early.size() < MAX_EARLY) {
                early.put(id, answer);
            }
        }
    }

    private static Exchange.Response response(JsonNode response) {
        boolean fromCache = response.path("fromDiskCache").asBoolean(false)
                || response.path("fromPrefetchCache").asBoolean(false);
        return new Exchange.Response(
                response.path("status").asInt(0),
                response.path("statusText").asString(""),
                response.path("mimeType").asString(""),
                response.path("headers"),
                fromCache);
    }

    private void answered(String id, Exchange.Response response) {
        Exchange exchange = exchanges.get(id);
        if (exchange != null) {
            record(exchange.answered(response));
        }
    }

    private void end(String id, JsonNode params, long size, String error) {
        closed(id);
        Exchange exchange = exchanges.get(id);
        if (exchange != null) {
            double ticks = params.path("timestamp").asDouble(0);
            record(exchange.ended(ticks, size, error));
        }
    }

    private static String failure(JsonNode params) {
        if (params.path("canceled").asBoolean(false)) {
            return "cancelled";
        }
        String blocked = params.path("blockedReason").asString("");
        String cors = params.path("corsErrorStatus").path("corsError").asString("");
        String text = params.path("errorText").asString("failed");
        return text + (blocked.isEmpty() ? "" : " (" + blocked + ")") + (cors.isEmpty() ? "" : " (CORS: " + cors + ")");
    }

    private void record(Exchange exchange) {
        exchanges.put(exchange.requestId(), exchange, exchange.weight());
    }

    private synchronized void opened(String id, Open request) {
        if (open.size() < MAX_OPEN) {
            open.put(id, request);
        }
    }

    private synchronized void closed(String id) {
        if (open.remove(id) != null && open.isEmpty()) {
            quietSince = System.nanoTime();
        }
    }
}
