package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Frames.Frame;
import io.relayhub.connector.chrome.browser.References;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A node of a frame's accessibility tree: what a screen reader would say of an element.
///
/// @param ignored means nothing to a reader; its children may
/// @param states  Chrome's properties by name (`focused`, `level`, …)
record Accessible(
        References.Node node,
        String id,
        @Nullable Accessible parent,
        boolean ignored,
        String role,
        String name,
        String value,
        Map<String, JsonNode> states,
        List<String> children) {
    /// The whole tree, parents before their children; empty when the frame has gone meanwhile.
    static List<Accessible> all(Tab tab, Frame frame, Deadline deadline) throws CdpException, InterruptedException {
        JsonNode tree;
        try {
            tree = tab.call(
                    frame.session(),
                    "Accessibility.getFullAXTree",
                    CdpConnection.object().put("frameId", frame.frameId()),
                    deadline);
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                return List.of();
            }
            throw e;
        }
        List<Accessible> all = new ArrayList<>();
        Map<String, Accessible> byId = new HashMap<>();
        for (JsonNode json : tree.path("nodes")) {
            Accessible parent = byId.get(json.path("parentId").asString(""));
            Accessible node = parse(json, frame.session(), parent);
            byId.put(node.id(), node);
            all.add(node);
        }
        return all;
    }

    private static Accessible parse(JsonNode json, String session, @Nullable Accessible parent) {
        Map<String, JsonNode> states = new HashMap<>();
        for (JsonNode property : json.path("properties")) {
            states.put(
                    property.path("name").asString(""), property.path("value").path("value"));
        }
        List<String> children = new ArrayList<>();
        json.path("childIds").forEach(child -> children.add(child.asString("")));
        return new Accessible(
                new References.Node(session, json.path("backendDOMNodeId").asInt(0)),
                json.path("nodeId").asString(""),
                parent,
                json.path("ignored").asBoolean(false),
                json.path("role").path("value").asString(""),
                json.path("name").path("value").asString("").strip(),
                json.path("value").path("value").asString(""),
                states,
                children);
    }

    boolean isInside(Accessible outer) {
        for (Accessible around = parent; around != null; around = around.parent()) {
            if (around.node().equals(outer.node()) && around.id().equals(outer.id())) {
                return true;
            }
        }
        return false;
    }
}
