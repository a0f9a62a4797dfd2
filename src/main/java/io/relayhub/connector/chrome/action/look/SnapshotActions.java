package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.chrome.page.Patience;
import io.relayhub.connector.chrome.page.Snapshot;
import io.relayhub.connector.chrome.page.SnapshotHistory;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_snapshot` and `page_frames`: what a page consists of.
public final class SnapshotActions {
    private static final int DEPTH = 15;
    private static final int CHARS = 400_000;

    private final Pages pages;
    private final SnapshotHistory history = new SnapshotHistory();

    public SnapshotActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("page_snapshot", this::snapshot, "depth", "selector", "maxChars", "since", "timeout"),
                ActionSpec.inTab("page_frames", this::frames));
    }

    private JsonNode snapshot(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        int depth = arguments.integer("depth", 1, 200, DEPTH);
        int chars = arguments.integer("maxChars", 100, CHARS, CHARS);
        Optional<String> since = arguments.optionalText("since");
        Optional<Locator> root = arguments.has("selector")
                ? Optional.of(Locator.selector(arguments.text("selector")))
                : Optional.empty();
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        Snapshot.Page page = Patience.until(tab, until, () -> Snapshot.take(tab, root, depth, chars, deadline));
        Pages.Shown shown = pages.shown(tab, deadline);
        ObjectNode result = CdpConnection.object()
                .put("tabId", tab.id())
                .put("url", shown.url())
                .put("title", shown.title())
                .put("elementCount", page.elements());
        Optional<SnapshotHistory.Change> change = since.flatMap(id -> history.since(tab, id, page.lines()));
        result.put("id", history.keep(tab, page.lines()));
        if (change.isPresent()) {
            result.put("since", since.get()).put("snapshot", change.get().changed());
            change.get().gone().forEach(result.putArray("gone")::add);
        } else {
            result.put("snapshot", page.lines().stripTrailing());
            if (since.isPresent()) {
                result.put("sinceUnknown", true);
            }
        }
        if (page.truncated()) {
            result.put("truncated", true);
        }
        return result;
    }

    private JsonNode frames(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        ArrayNode list = result.putArray("frames");
        Optional<String> main = tab.frames().main().map(Frame::frameId);
        for (Frame frame : tab.permittedFrames()) {
            list.addObject()
                    .put("frameId", frame.frameId())
                    .put("url", frame.url())
                    .put("name", name(tab, frame, deadline))
                    .put("isMainFrame", main.filter(frame.frameId()::equals).isPresent());
        }
        return result;
    }

    private static String name(Tab tab, Frame frame, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode question = CdpConnection.object()
                .put("expression", "window.name")
                .put("uniqueContextId", frame.contextId())
                .put("returnByValue", true);
        try {
            JsonNode answer = tab.call(frame.session(), "Runtime.evaluate", question, deadline);
            return answer.path("result").path("value").asString("");
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                return "";
            }
            throw e;
        }
    }
}
