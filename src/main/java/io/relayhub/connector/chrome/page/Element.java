package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.page.Patience.NotYet;
import io.relayhub.connector.spi.ActionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// One element of a page, held until closed.
///
/// @param frame    the document that it belongs to
/// @param objectId Chrome's handle, in the connector's own script world
/// @param label    how the agent called it, for sentences
public record Element(Tab tab, Frame frame, String objectId, String label) implements AutoCloseable {
    /// A place in the tab's viewport, in CSS pixels.
    public record Point(double x, double y) {}

    /// A rectangle in the tab's viewport, in CSS pixels.
    public record Box(double x, double y, double width, double height) {}

    /// Calls a function with the element as `this`.
    ///
    /// @param arguments its parameters
    /// @return its value as JSON
    public JsonNode apply(String function, Deadline deadline, JsonNode... arguments)
            throws ActionException, CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object()
                .put("objectId", objectId)
                .put("functionDeclaration", function)
                .put("returnByValue", true)
                .put("awaitPromise", true)
                .put("userGesture", true);
        ArrayNode list = params.putArray("arguments");
        for (JsonNode argument : arguments) {
            list.addObject().set("value", argument);
        }
        JsonNode answer = call("Runtime.callFunctionOn", params, deadline);
        if (answer.has("exceptionDetails")) {
            throw ChromeError.ELEMENT_NOT_ACTIONABLE.because(
                    "The page threw an exception while " + label + " was used: get_logs may show it.");
        }
        return answer.path("result").path("value");
    }

    /// The element that a function yields of this one, which is its `this`; empty for null. Who gets it closes it.
    public Optional<Element> related(String function, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object().put("objectId", objectId).put("functionDeclaration", function);
        String found = call("Runtime.callFunctionOn", params, deadline)
                .path("result")
                .path("objectId")
                .asString("");
        return found.isEmpty() ? Optional.empty() : Optional.of(new Element(tab, frame, found, label));
    }

    /// The element that Chrome has told of by its number (`backendNodeId`); empty when its document has gone.
    public static Optional<Element> numbered(Tab tab, Frame frame, int node, String label, Deadline deadline)
            throws CdpException, InterruptedException {
        Optional<Integer> world = tab.frames().engineNumber(frame);
        if (world.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode params = CdpConnection.object().put("backendNodeId", node).put("executionContextId", world.get());
        String found = tab.call(frame.session(), "DOM.resolveNode", params, deadline)
                .path("object")
                .path("objectId")
                .asString("");
        return found.isEmpty() ? Optional.empty() : Optional.of(new Element(tab, frame, found, label));
    }

    /// What an action needs of an element.
    public enum Need {
        /// Visible and enabled; it may move.
        SHOWN,
        /// The same, and still.
        READY,
        /// The same, and the mouse reaches it.
        POINTER
    }

    /// Scrolls it into view and makes sure that it can be used.
    ///
    /// @throws NotYet when it can't be used now
    public void require(Need need, Deadline deadline)
            throws NotYet, ActionException, CdpException, InterruptedException {
        scrollIntoView(deadline);
        String obstacle = apply(
                        "function(need) { return relayhub.obstacle(this, need); }",
                        deadline,
                        StringNode.valueOf(need.name()))
                .asString("");
        if (!obstacle.isEmpty()) {
            throw new NotYet(notActionable(obstacle));
        }
    }

    /// Makes sure that the mouse reaches it, and finds the place.
    public Point clickable(Deadline deadline) throws NotYet, ActionException, CdpException, InterruptedException {
        require(Need.POINTER, deadline);
        Box box = box(deadline);
        return new Point(box.x() + box.width() / 2, box.y() + box.height() / 2);
    }

    /// Scrolls it into view and measures it.
    public Box visibleBox(Deadline deadline) throws NotYet, CdpException, InterruptedException {
        scrollIntoView(deadline);
        return box(deadline);
    }

    private void scrollIntoView(Deadline deadline) throws NotYet, CdpException, InterruptedException {
        try {
            call("DOM.scrollIntoViewIfNeeded", handle(), deadline);
        } catch (CdpException e) {
            throw invisible(e);
        }
    }

    private Box box(Deadline deadline) throws NotYet, CdpException, InterruptedException {
        JsonNode quads;
        try {
            quads = call("DOM.getContentQuads", handle(), deadline).path("quads");
        } catch (CdpException e) {
            throw invisible(e);
        }
        Point offset = frameOffset(frame.session(), deadline);
        for (JsonNode quad : quads) {
            Box box = around(quad, offset);
            if (box.width() >= 1 && box.height() >= 1) {
                return box;
            }
        }
        throw new NotYet(notActionable("is not visible: it has no size"));
    }

    private NotYet invisible(CdpException e) throws CdpException {
        if (e.reason() != Reason.REFUSED) {
            throw e;
        }
        return new NotYet(notActionable("is not visible"));
    }

    private static Box around(JsonNode quad, Point offset) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i + 1 < quad.size(); i += 2) {
            left = Math.min(left, quad.path(i).asDouble(0));
            right = Math.max(right, quad.path(i).asDouble(0));
            top = Math.min(top, quad.path(i + 1).asDouble(0));
            bottom = Math.max(bottom, quad.path(i + 1).asDouble(0));
        }
        return new Box(left + offset.x(), top + offset.y(), right - left, bottom - top);
    }

    /// A frame of another site measures from its own corner: where that corner is in the tab.
    private Point frameOffset(String inner, Deadline deadline) throws CdpException, InterruptedException {
        @Nullable String outer = tab.frames().parentSession(inner);
        if (outer == null) {
            return new Point(0, 0);
        }
        ObjectNode none = CdpConnection.object();
        String frame = tab.call(inner, "Page.getFrameTree", none, deadline)
                .path("frameTree")
                .path("frame")
                .path("id")
                .asString("");
        ObjectNode which = CdpConnection.object().put("frameId", frame);
        int owner = tab.call(outer, "DOM.getFrameOwner", which, deadline)
                .path("backendNodeId")
                .asInt(0);
        ObjectNode node = CdpConnection.object().put("backendNodeId", owner);
        JsonNode content =
                tab.call(outer, "DOM.getBoxModel", node, deadline).path("model").path("content");
        Point around = frameOffset(outer, deadline);
        return new Point(
                around.x() + content.path(0).asDouble(0),
                around.y() + content.path(1).asDouble(0));
    }

    public ActionException notActionable(String why) {
        return ChromeError.ELEMENT_NOT_ACTIONABLE.because("The element " + label + " " + why + ".");
    }

    private ObjectNode handle() {
        return CdpConnection.object().put("objectId", objectId);
    }

    private JsonNode call(String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        return tab.call(frame.session(), method, params, deadline);
    }

    @Override
    public void close() {
        tab.tell(frame.session(), "Runtime.releaseObject", handle());
    }
}
