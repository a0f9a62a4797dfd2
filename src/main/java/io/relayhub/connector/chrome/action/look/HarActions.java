package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.spi.ActionException;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `get_har`: the recorded requests as an HTTP archive (HAR 1.2), which developer tools of browsers open.
public final class HarActions {
    private static final int MAX_COUNT = 500;

    private final Pages pages;

    public HarActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(ActionSpec.inTab(
                "get_har", this::har, "count", "source", "filter", "resourceType", "withBodies", "maxBodyChars"));
    }

    private JsonNode har(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        int count = arguments.integer("count", 1, MAX_COUNT, MAX_COUNT);
        RequestFilter filter = RequestFilter.of(arguments);
        List<Exchange> matching =
                tab.network().all().stream().filter(filter::accepts).toList();
        List<Exchange> newest = matching.subList(Math.max(0, matching.size() - count), matching.size());
        Bodies bodies = arguments.flag("withBodies", false)
                ? Bodies.read(tab, newest, Bodies.limit(arguments), deadline)
                : Bodies.NONE;
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        ObjectNode log = result.putObject("har").putObject("log").put("version", "1.2");
        log.putObject("creator").put("name", "relayhub").put("version", "1");
        log.putArray("pages");
        ArrayNode entries = log.putArray("entries");
        newest.forEach(exchange -> entry(entries.addObject(), exchange, bodies));
        return result;
    }

    private static void entry(ObjectNode entry, Exchange exchange, Bodies bodies) {
        double millis = exchange.end() == null ? -1 : exchange.end().millis();
        entry.put(
                "startedDateTime",
                Instant.ofEpochMilli(exchange.request().startedAt()).toString());
        entry.put("time", Math.max(0, millis))
                .put("_resourceType", exchange.request().resourceType());
        ObjectNode told = CdpConnection.object();
        bodies.describe(exchange, told);
        request(
                entry.putObject("request"),
                exchange.request(),
                told.path("requestBody").asString(""));
        response(entry.putObject("response"), exchange, told);
        entry.putObject("cache");
        entry.putObject("timings").put("send", 0).put("wait", millis).put("receive", 0);
    }

    private static void request(ObjectNode json, Exchange.Request request, String fetched) {
        json.put("method", request.method()).put("url", request.url()).put("httpVersion", "");
        json.putArray("cookies");
        headers(json.putArray("headers"), request.headers());
        json.putArray("queryString");
        String body = request.body() == null ? fetched : request.body();
        if (!body.isEmpty()) {
            json.putObject("postData").put("mimeType", "").put("text", body);
        }
        json.put("headersSize", -1).put("bodySize", request.hasBody() ? body.length() : 0);
    }

    private static void response(ObjectNode json, Exchange exchange, ObjectNode told) {
        Exchange.Response response = exchange.response();
        Exchange.End end = exchange.end();
        json.put("status", response == null ? 0 : response.status());
        json.put("statusText", response == null ? "" : response.statusText()).put("httpVersion", "");
        json.putArray("cookies");
        headers(json.putArray("headers"), response == null ? CdpConnection.object() : response.headers());
        ObjectNode content = json.putObject("content");
        content.put("size", end == null ? -1 : end.size());
        content.put("mimeType", response == null ? "" : response.mimeType());
        if (told.has("responseBody")) {
            content.put("text", told.path("responseBody").asString(""));
            if (told.has("responseBodyEncoding")) {
                content.put("encoding", "base64");
            }
        }
        json.put("redirectURL", "").put("headersSize", -1).put("bodySize", end == null ? -1 : end.size());
        if (end != null && !end.error().isEmpty()) {
            json.put("_error", end.error());
        }
    }

    private static void headers(ArrayNode list, JsonNode headers) {
        for (var header : headers.properties()) {
            list.addObject()
                    .put("name", header.getKey())
                    .put("value", header.getValue().asString(""));
        }
    }
}
