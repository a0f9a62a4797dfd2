package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.page.Patience.NotYet;
import io.relayhub.connector.spi.ActionException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/// A page as indented text, one line an element (`@e7 [button "Submit"] (focused)`). The page's own process writes
/// it, so it costs what it shows.
public final class Snapshot {
    /// Deeper frames are not looked into.
    private static final int MAX_FRAMES = 50;

    private static final AtomicLong KEYS = new AtomicLong();

    private final Tab tab;
    private final int depth;
    private final Deadline deadline;
    private final StringBuilder text = new StringBuilder();
    private int budget;
    private int elements;
    private int frames;
    private boolean truncated;

    private Snapshot(Tab tab, int depth, int budget, Deadline deadline) {
        this.tab = tab;
        this.depth = depth;
        this.budget = budget;
        this.deadline = deadline;
    }

    /// @param lines     each ended by a line feed
    /// @param elements  how many lines are elements
    /// @param truncated the budget was used up, and the end is missing
    public record Page(String lines, int elements, boolean truncated) {}

    /// @param root   empty: the whole page
    /// @param depth  how many levels are shown
    /// @param budget in characters
    public static Page take(Tab tab, Optional<Locator> root, int depth, int budget, Deadline deadline)
            throws NotYet, ActionException, CdpException, InterruptedException {
        Snapshot snapshot = new Snapshot(tab, depth, budget, deadline);
        if (root.isPresent()) {
            try (Element element = root.get().find(tab, deadline)) {
                String key = String.valueOf(KEYS.incrementAndGet());
                element.apply("function(key) { relayhub.keep(key, this); }", deadline, StringNode.valueOf(key));
                snapshot.part(element.frame(), "relayhub.taken('" + key + "')", 0);
            }
        } else {
            Optional<Frame> main = tab.permittedFrames().stream().findFirst();
            if (main.isPresent()) {
                snapshot.part(main.get(), "null", 0);
            }
        }
        return new Page(snapshot.text.toString(), snapshot.elements, snapshot.truncated);
    }

    /// @param root an expression for the element to begin with
    private void part(Frame frame, String root, int level) throws ActionException, CdpException, InterruptedException {
        if (budget <= 0 || level >= depth || ++frames > MAX_FRAMES) {
            truncated = true;
            return;
        }
        String call = "relayhub.snapshot(" + root + ", " + (depth - level) + ", " + budget + ")";
        Optional<JsonNode> answer = new EngineCalls(tab, deadline).naming(frame, call);
        if (answer.isEmpty()) {
            return;
        }
        elements += answer.get().path("count").asInt(0);
        truncated |= answer.get().path("truncated").asBoolean(false);
        JsonNode parts = answer.get().path("parts");
        for (int i = 0; i < parts.size(); i += 3) {
            append(parts.path(i).asString(""), level);
            if (i + 2 < parts.size()) {
                Optional<Frame> inner = content(frame, parts.path(i + 1).asInt(0));
                if (inner.isPresent()) {
                    part(inner.get(), "null", level + parts.path(i + 2).asInt(0));
                }
            }
        }
    }

    private void append(String lines, int level) {
        budget -= lines.length();
        if (level == 0) {
            text.append(lines);
        } else {
            String indent = "  ".repeat(level);
            lines.lines().forEach(line -> text.append(indent).append(line).append('\n'));
        }
    }

    /// The document inside an iframe element; empty when it may not be touched.
    private Optional<Frame> content(Frame around, int number)
            throws ActionException, CdpException, InterruptedException {
        Optional<Element> iframe =
                new EngineCalls(tab, deadline).element(around, "the frame", "byNumber", IntNode.valueOf(number));
        if (iframe.isEmpty()) {
            return Optional.empty();
        }
        try (Element element = iframe.get()) {
            String id = tab.call(
                            around.session(),
                            "DOM.describeNode",
                            CdpConnection.object().put("objectId", element.objectId()),
                            deadline)
                    .path("node")
                    .path("frameId")
                    .asString("");
            return tab.permittedFrames().stream()
                    .filter(frame -> frame.frameId().equals(id))
                    .findFirst();
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
