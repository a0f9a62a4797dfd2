package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Frames.Frame;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A page as indented text, one line an element (`@e7 [button "Submit"] (focused)`), out of its accessibility trees.
public final class Snapshot {
    private static final int MAX_CHARS = 400_000;
    private static final int MAX_NAME = 300;
    private static final Set<String> SHOWN_ONLY_WITH_NAME = Set.of("generic", "none", "presentation", "");
    private static final Set<String> NEVER_SHOWN = Set.of("InlineTextBox", "LineBreak");
    private static final List<String> STATES = List.of(
            "level", "focused", "checked", "pressed", "selected", "expanded", "disabled", "required", "readonly");

    private final Tab tab;
    private final int depth;
    private final Deadline deadline;
    private final StringBuilder text = new StringBuilder();
    private int elements;
    private boolean truncated;

    private Snapshot(Tab tab, int depth, Deadline deadline) {
        this.tab = tab;
        this.depth = depth;
        this.deadline = deadline;
    }

    /// @param depth how many levels are shown
    /// @return `{url, snapshot, elementCount, truncated?}`
    public static ObjectNode take(Tab tab, int depth, Deadline deadline) throws CdpException, InterruptedException {
        Snapshot snapshot = new Snapshot(tab, depth, deadline);
        Optional<Frame> main = tab.permittedFrames().stream().findFirst();
        if (main.isPresent()) {
            snapshot.frame(main.get(), 0);
        }
        ObjectNode result = CdpConnection.object()
                .put("url", tab.url())
                .put("snapshot", snapshot.text.toString().stripTrailing())
                .put("elementCount", snapshot.elements);
        if (snapshot.truncated) {
            result.put("truncated", true);
        }
        return result;
    }

    private void frame(Frame frame, int level) throws CdpException, InterruptedException {
        List<Accessible> nodes = Accessible.all(tab, frame, deadline);
        Map<String, Accessible> byId = new HashMap<>();
        nodes.forEach(node -> byId.put(node.id(), node));
        if (!nodes.isEmpty()) {
            node(nodes.getFirst(), byId, level);
        }
    }

    private void node(Accessible node, Map<String, Accessible> byId, int level)
            throws CdpException, InterruptedException {
        if (level >= depth || text.length() > MAX_CHARS) {
            truncated |= text.length() > MAX_CHARS;
            return;
        }
        int inner = level;
        if (isShown(node)) {
            line(node, level);
            inner = level + 1;
        }
        for (String child : node.children()) {
            Accessible next = byId.get(child);
            if (next != null) {
                node(next, byId, inner);
            }
        }
        if (node.role().equals("Iframe")) {
            Optional<Frame> content = content(node);
            if (content.isPresent()) {
                frame(content.get(), inner);
            }
        }
    }

    private static boolean isShown(Accessible node) {
        if (node.ignored() || NEVER_SHOWN.contains(node.role())) {
            return false;
        }
        if (node.role().equals("StaticText")) {
            return !node.name().isEmpty() && !isSaidAlready(node);
        }
        return !node.name().isEmpty() || !SHOWN_ONLY_WITH_NAME.contains(node.role());
    }

    private static boolean isSaidAlready(Accessible textNode) {
        Accessible around = textNode.parent();
        while (around != null && (around.ignored() || around.role().equals("generic"))) {
            around = around.parent();
        }
        return around != null && around.name().equals(textNode.name());
    }

    private void line(Accessible node, int level) {
        text.repeat("  ", level);
        if (node.role().equals("StaticText")) {
            text.append("[text ").append(quoted(node.name())).append("]\n");
            return;
        }
        elements++;
        text.append(tab.references().name(node.node())).append(" [");
        text.append(node.role().equals("RootWebArea") ? "WebArea" : node.role());
        if (!node.name().isEmpty()) {
            text.append(' ').append(quoted(node.name()));
        }
        text.append(']').append(states(node)).append('\n');
    }

    private static String quoted(String words) {
        String shown = words.length() <= MAX_NAME ? words : words.substring(0, MAX_NAME) + "…";
        return '"' + shown.replace("\"", "\\\"").replace('\n', ' ') + '"';
    }

    private static String states(Accessible node) {
        StringJoiner shown = new StringJoiner(", ", " (", ")").setEmptyValue("");
        for (String name : STATES) {
            JsonNode state = node.states().get(name);
            if (state == null || state.asString("").equals("false")) {
                continue;
            }
            shown.add(state.asString("").equals("true") ? name : name + "=" + state.asString(""));
        }
        if (!node.value().isEmpty() && !node.value().equals(node.name())) {
            shown.add("value=" + quoted(node.value()));
        }
        return shown.toString();
    }

    /// The document inside an iframe element; empty when it may not be touched.
    private Optional<Frame> content(Accessible iframe) throws CdpException, InterruptedException {
        ObjectNode params =
                CdpConnection.object().put("backendNodeId", iframe.node().backendNodeId());
        try {
            String id = tab.call(iframe.node().session(), "DOM.describeNode", params, deadline)
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
