package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One element of a page, held until closed.
///
/// @param session  where it is asked: the tab's own, or the one of a frame of another site
/// @param objectId Chrome's handle
/// @param label    how the agent called it, for sentences
public record Element(Tab tab, String session, String objectId, String label) implements AutoCloseable {
    /// A place in the tab's viewport, in CSS pixels.
    public record Point(double x, double y) {}

    /// A rectangle in the tab's viewport, in CSS pixels.
    public record Box(double x, double y, double width, double height) {}

    // Why a click in the middle would not reach the element; an empty text when it would.
    private static final String OBSTACLE = """
            function() {
              if (this.matches(':disabled')) return 'is disabled';
              const box = this.getBoundingClientRect();
              if (box.width < 1 || box.height < 1) return '';
              const x = box.x + box.width / 2, y = box.y + box.height / 2;
              const top = this.getRootNode().elementFromPoint(x, y);
              if (!top || this.contains(top) || top.contains(this)) return '';
              if (top.shadowRoot && top.shadowRoot.contains(this)) return '';
              const label = top.closest('label');
              if (label && label.control === this) return '';
              const name = top.tagName.toLowerCase() + (top.id ? '#' + top.id : '');
              return 'is covered by <' + name + '> where it would be clicked';
            }""";

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

    /// The element around a text, which this is; this one is closed.
    Element around(Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode params = handle().put("functionDeclaration", "function() { return this.parentElement; }");
        try (this) {
            String outer = call("Runtime.callFunctionOn", params, deadline)
                    .path("result")
                    .path("objectId")
                    .asString("");
            return new Element(tab, session, outer, label);
        }
    }

    /// Scrolls it into view and finds the place to click.
    ///
    /// @throws ActionException `ELEMENT_NOT_ACTIONABLE` when it can't be clicked there
    public Point clickable(Deadline deadline) throws ActionException, CdpException, InterruptedException {
        Box box = visibleBox(deadline);
        String obstacle = apply(OBSTACLE, deadline).asString("");
        if (!obstacle.isEmpty()) {
            throw notActionable(obstacle);
        }
        return new Point(box.x() + box.width() / 2, box.y() + box.height() / 2);
    }

    /// Scrolls it into view and measures it.
    public Box visibleBox(Deadline deadline) throws ActionException, CdpException, InterruptedException {
        JsonNode quads;
        try {
            call("DOM.scrollIntoViewIfNeeded", handle(), deadline);
            quads = call("DOM.getContentQuads", handle(), deadline).path("quads");
        } catch (CdpException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            throw notActionable("is not visible");
        }
        Point offset = frameOffset(session, deadline);
        for (JsonNode quad : quads) {
            Box box = around(quad, offset);
            if (box.width() >= 1 && box.height() >= 1) {
                return box;
            }
        }
        throw notActionable("is not visible: it has no size");
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
        return tab.call(session, method, params, deadline);
    }

    @Override
    public void close() {
        tab.tell(session, "Runtime.releaseObject", handle());
    }
}
