package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.download.Download;
import io.relayhub.connector.chrome.download.Download.State;
import io.relayhub.connector.chrome.download.Downloads;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `download_list`, `download_read` and `download_remove`: what pages have sent to the disk.
public final class DownloadActions {
    private static final int MAX_LENGTH = 6 << 20;
    private static final int LENGTH = 1 << 20;

    private final Pages pages;

    public DownloadActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.of("download_list", this::list, "tabId", "context"),
                ActionSpec.of("download_read", this::read, "id", "offset", "length"),
                ActionSpec.of("download_remove", this::remove, "id"));
    }

    private JsonNode list(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tabs tabs = pages.tabs(deadline);
        Optional<Contexts.Context> context = pages.context(arguments, deadline);
        OptionalInt tab = arguments.optionalInteger("tabId", 1, Integer.MAX_VALUE);
        ObjectNode result = CdpConnection.object();
        ArrayNode list = result.putArray("downloads");
        for (Download download : pages.browser().downloads().all()) {
            Download.Origin origin = download.origin();
            boolean wanted = (tab.isEmpty() || tab.getAsInt() == origin.tabId())
                    && (context.isEmpty() || context.get().id().equals(origin.contextId()));
            if (wanted) {
                ObjectNode entry = describe(download, list.addObject());
                tabs.contexts().nameOf(origin.contextId()).ifPresent(name -> entry.put("context", name));
            }
        }
        return result;
    }

    static ObjectNode describe(Download download, ObjectNode entry) {
        entry.put("id", download.id());
        if (download.origin().tabId() != 0) {
            entry.put("tabId", download.origin().tabId());
        }
        entry.put("name", download.name())
                .put("url", download.origin().url())
                .put("state", Downloads.word(download.state()))
                .put("startedAt", download.startedAt())
                .put("received", download.received());
        if (download.total() >= 0) {
            entry.put("total", download.total());
        }
        if (!download.origin().kept()) {
            entry.put("kept", false);
        }
        if (!download.reason().isEmpty()) {
            entry.put("reason", download.reason());
        }
        return entry;
    }

    private Download named(Arguments arguments) throws ActionException {
        Optional<Download> found = pages.browser().downloads().find(arguments.text("id"));
        return found.orElseThrow(() -> new ActionException(
                ActionError.NOT_FOUND, "There is no such download (any more): download_list shows which there are."));
    }

    private JsonNode read(Arguments arguments, Deadline deadline) throws ActionException {
        Download download = named(arguments);
        int offset = arguments.integer("offset", 0, Integer.MAX_VALUE, 0);
        int length = arguments.integer("length", 1, MAX_LENGTH, LENGTH);
        if (!download.origin().kept()) {
            throw new ActionException(
                    ActionError.FORBIDDEN,
                    "This download has gone to the browser's user and not to the connector: make it in a context of your"
                            + " own (context_open), or in a browser that the connector has launched.");
        }
        if (download.state() != State.COMPLETED) {
            throw new ActionException(
                    ActionError.FAILED,
                    "The download is not there: its state is " + Downloads.word(download.state()) + "."
                            + (download.ended() ? "" : " page_wait with \"download\" waits for its end."));
        }
        try {
            long size = pages.browser().downloads().size(download);
            byte[] bytes = pages.browser().downloads().read(download, offset, length);
            long next = offset + (long) bytes.length;
            ObjectNode answer = CdpConnection.object()
                    .put("id", download.id())
                    .put("name", download.name())
                    .put("size", size)
                    .put("offset", offset)
                    .put("length", bytes.length);
            if (next < size) {
                answer.put("next", next);
            }
            return answer.put("data", Base64.getEncoder().encodeToString(bytes));
        } catch (IOException e) {
            throw new ActionException(
                    ActionError.FAILED,
                    "The file is not there: Chrome has not written it where the connector reads, or it was deleted.");
        }
    }

    private JsonNode remove(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Download download = named(arguments);
        if (!download.ended()) {
            pages.tabs(deadline).cancel(download);
        }
        pages.browser().downloads().remove(download);
        return CdpConnection.object().put("id", download.id()).put("removed", true);
    }
}
