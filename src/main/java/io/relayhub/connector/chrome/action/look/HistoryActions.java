package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.chrome.history.LogEntry;
import io.relayhub.connector.chrome.mock.ApiName;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `get_requests` and `get_logs`: what a tab has done since it was attached, newest first.
public final class HistoryActions {
    private static final int COUNT = 20;
    private static final int MAX_COUNT = 500;

    private final Pages pages;

    public HistoryActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab(
                        "get_requests",
                        this::requests,
                        "count",
                        "source",
                        "filter",
                        "resourceType",
                        "withBodies",
                        "maxBodyChars"),
                ActionSpec.inTab("get_logs", this::logs, "limit", "level"));
    }

    private JsonNode requests(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        int count = arguments.integer("count", 1, MAX_COUNT, COUNT);
        RequestFilter filter = RequestFilter.of(arguments);
        List<Exchange> recorded = tab.network().all();
        List<Exchange> matching = recorded.stream().filter(filter::accepts).toList();
        List<Exchange> newest = newest(matching, count);
        Bodies bodies = arguments.flag("withBodies", false)
                ? Bodies.read(tab, newest, Bodies.limit(arguments), deadline)
                : Bodies.NONE;
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        result.putObject("meta")
                .put("count", newest.size())
                .put("totalMatched", matching.size())
                .put("totalInBuffer", recorded.size())
                .put("dropped", tab.network().dropped())
                .put("source", filter.source().name().toLowerCase(Locale.ROOT));
        ArrayNode list = result.putArray("requests");
        for (Exchange exchange : newest) {
            ObjectNode entry = list.addObject();
            describe(exchange, entry);
            bodies.describe(exchange, entry);
        }
        return result;
    }

    private static <T> List<T> newest(List<T> oldestFirst, int count) {
        return oldestFirst
                .subList(Math.max(0, oldestFirst.size() - count), oldestFirst.size())
                .reversed();
    }

    private static void describe(Exchange exchange, ObjectNode entry) {
        Exchange.Request request = exchange.request();
        entry.put("id", exchange.requestId())
                .put("method", request.method())
                .put("url", request.url())
                .put("resourceType", request.resourceType())
                .put("startedAt", request.startedAt());
        ApiName.of(request.url()).ifPresent(api -> entry.put("apiName", api));
        entry.set("requestHeaders", request.headers());
        if (request.body() != null) {
            entry.put("requestBody", request.body());
        } else if (request.hasBody()) {
            entry.put("hasRequestBody", true);
        }
        Exchange.Response response = exchange.response();
        if (response != null) {
            entry.put("status", response.status())
                    .put("statusText", response.statusText())
                    .put("mimeType", response.mimeType());
            entry.set("responseHeaders", response.headers());
            if (response.fromCache()) {
                entry.put("fromCache", true);
            }
        }
        if (exchange.mocked() != null) {
            entry.put("mocked", exchange.mocked().by());
        }
        Exchange.End end = exchange.end();
        if (end == null) {
            entry.put("pending", true);
        } else {
            entry.put("duration", Math.round(end.millis() * 10) / 10.0).put("size", end.size());
            if (!end.error().isEmpty()) {
                entry.put("error", end.error());
            }
        }
    }

    private JsonNode logs(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        int limit = arguments.integer("limit", 1, MAX_COUNT, COUNT);
        String level = arguments.word("level", "all", "error", "warn", "info", "log", "debug");
        List<LogEntry> recorded = tab.logs().all();
        List<LogEntry> matching = recorded.stream()
                .filter(entry -> level.equals("all") || entry.level().equals(level))
                .toList();
        List<LogEntry> newest = newest(matching, limit);
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        result.putObject("meta")
                .put("count", newest.size())
                .put("totalMatched", matching.size())
                .put("totalInBuffer", recorded.size());
        ArrayNode list = result.putArray("logs");
        for (LogEntry entry : newest) {
            list.addObject()
                    .put("timestamp", entry.at())
                    .put("level", entry.level())
                    .put("source", entry.source())
                    .put("text", entry.text())
                    .put("url", entry.url())
                    .put("line", entry.line());
        }
        return result;
    }
}
