package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.chrome.history.MessageHistory.Message;
import io.relayhub.connector.chrome.mock.UrlPattern;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `get_messages`, `get_vitals` and `page_pdf`: what is handed out of a page besides requests and pictures.
public final class ExportActions {
    private static final int MAX_COUNT = 500;
    // With room for the envelope below what a hub takes as one message.
    private static final int MAX_CHARS = 9 << 20;

    // A document's own request begins a moment before its clock.
    private static final int NAVIGATION_MILLIS = 5;

    private final Pages pages;

    public ExportActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("get_messages", this::messages, "requestId", "filter", "kind", "count"),
                ActionSpec.inTab("get_vitals", this::vitals),
                ActionSpec.inTab("page_pdf", this::pdf, "landscape", "background", "pageRanges", "scale"));
    }

    private JsonNode messages(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        int count = arguments.integer("count", 1, MAX_COUNT, 20);
        String kind = arguments.word("kind", "all", "websocket", "eventsource");
        Optional<String> id = arguments.optionalText("requestId");
        Optional<String> filter = arguments.optionalText("filter");
        Optional<UrlPattern> urls =
                filter.isPresent() ? Optional.of(Arguments.parsed(filter.get(), UrlPattern::ofUrl)) : Optional.empty();
        List<Message> matching = tab.messages().all().stream()
                .filter(message -> kind.equals("all") || message.kind().equals(kind))
                .filter(message -> id.isEmpty() || message.requestId().equals(id.get()))
                .filter(message -> urls.isEmpty() || urls.get().matches(message.url()))
                .toList();
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        result.putObject("meta")
                .put("totalMatched", matching.size())
                .put("dropped", tab.messages().dropped());
        ArrayNode list = result.putArray("messages");
        int chars = 0;
        for (Message message : matching.reversed()) {
            chars += message.data().length();
            if (list.size() == count || chars > MAX_CHARS / 2) {
                break;
            }
            ObjectNode entry = list.addObject()
                    .put("requestId", message.requestId())
                    .put("url", message.url())
                    .put("kind", message.kind())
                    .put("sent", message.sent())
                    .put("at", message.at());
            if (!message.event().isEmpty()) {
                entry.put("event", message.event());
            }
            entry.put("data", message.data());
            if (message.base64()) {
                entry.put("dataEncoding", "base64");
            }
            if (message.data().length() < message.length()) {
                entry.put("dataTruncated", true).put("dataLength", message.length());
            }
        }
        return result;
    }

    private JsonNode vitals(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        Frame main = pages.mainFrame(tab, deadline);
        ObjectNode params = CdpConnection.object()
                .put("expression", "relayhub.vitals()")
                .put("uniqueContextId", main.engineId())
                .put("awaitPromise", true)
                .put("returnByValue", true);
        JsonNode vitals = tab.call(main.session(), "Runtime.evaluate", params, deadline)
                .path("result")
                .path("value");
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        vitals.properties().forEach(member -> result.set(member.getKey(), member.getValue()));
        double since = result.path("since").asDouble(0);
        result.remove("since");
        List<Exchange> requests = tab.network().all().stream()
                .filter(exchange -> exchange.request().startedAt() >= Math.floor(since) - NAVIGATION_MILLIS)
                .toList();
        long bytes = requests.stream()
                .map(Exchange::end)
                .filter(Objects::nonNull)
                .mapToLong(end -> Math.max(0, end.size()))
                .sum();
        result.put("requests", requests.size()).put("transferred", bytes);
        JsonNode heap = tab.call(main.session(), "Runtime.getHeapUsage", CdpConnection.object(), deadline);
        result.put("jsHeap", heap.has("usedSize") ? heap.path("usedSize").asLong(0) : null);
        return result;
    }

    private JsonNode pdf(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        Frame shown = pages.mainFrame(tab, deadline);
        ObjectNode params = CdpConnection.object()
                .put("landscape", arguments.flag("landscape", false))
                .put("printBackground", arguments.flag("background", true))
                .put("pageRanges", arguments.optionalText("pageRanges").orElse(""));
        if (arguments.has("scale")) {
            params.put("scale", arguments.json("scale").asDouble(1));
        }
        String data = tab.call("Page.printToPDF", params, deadline).path("data").asString("");
        if (!tab.permittedFrames().contains(shown)) {
            pages.requirePermitted(tab);
            throw new ActionException(
                    ActionError.FAILED, "Tab " + tab.id() + " changed its page while it was printed: try again.");
        }
        if (data.length() > MAX_CHARS) {
            throw new ActionException(
                    ActionError.TOO_LARGE, "The document is too large for one message: ask for some \"pageRanges\".");
        }
        return CdpConnection.object()
                .put("tabId", tab.id())
                .put("type", "application/pdf")
                .put("data", data);
    }
}
