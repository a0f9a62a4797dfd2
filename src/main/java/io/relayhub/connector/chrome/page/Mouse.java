package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element.Point;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The mouse of one tab. Of each gesture only the end is awaited: a page behind the front answers a mere move after a
/// second, and the end not before it has heard the move.
///
/// @param modifiers bits of [Keys#modifiers]
public record Mouse(Tab tab, int modifiers) {
    private static final String DISPATCH = "Input.dispatchMouseEvent";
    private static final String INTERCEPT = "Input.setInterceptDrags";
    private static final int DRAG_STEPS = 5;

    /// The buttons of a mouse.
    public enum Button {
        LEFT("left", 1),
        RIGHT("right", 2),
        MIDDLE("middle", 4);

        private final String word;
        private final int bit;

        Button(String word, int bit) {
            this.word = word;
            this.bit = bit;
        }
    }

    /// @param count 2 for a double click
    public void click(Point at, Button button, int count, Deadline deadline) throws CdpException, InterruptedException {
        tell(event("mouseMoved", at));
        for (int i = 1; i <= count; i++) {
            tell(pressed(at, button).put("clickCount", i));
            ObjectNode up =
                    event("mouseReleased", at).put("button", button.word).put("clickCount", i);
            if (i < count) {
                tell(up);
            } else {
                tab.call(DISPATCH, up, deadline);
            }
        }
    }

    /// Moves there and stays.
    public void hover(Point at, Deadline deadline) throws CdpException, InterruptedException {
        tab.call(DISPATCH, event("mouseMoved", at), deadline);
    }

    /// Presses, moves and lets go. Where the page begins a drag of its own, that is carried on and dropped.
    public void drag(Point from, Point to, Deadline deadline) throws CdpException, InterruptedException {
        tab.input().takeDragged();
        tab.call(INTERCEPT, CdpConnection.object().put("enabled", true), deadline);
        try {
            tell(event("mouseMoved", from));
            tell(pressed(from, Button.LEFT).put("clickCount", 1));
            for (int i = 1; i <= DRAG_STEPS; i++) {
                double part = (double) i / DRAG_STEPS;
                Point at = new Point(from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
                tell(event("mouseMoved", at).put("button", "left").put("buttons", 1));
            }
            // The answer comes after the news of a drag that has begun.
            tab.call(DISPATCH, event("mouseMoved", to).put("button", "left").put("buttons", 1), deadline);
            tab.call("Target.getTargetInfo", CdpConnection.object(), deadline);
            Optional<JsonNode> data = tab.input().takeDragged();
            if (data.isPresent()) {
                for (String step : List.of("dragEnter", "dragOver", "drop")) {
                    ObjectNode event = event(step, to);
                    event.set("data", data.get());
                    tab.call("Input.dispatchDragEvent", event, deadline);
                }
            }
            ObjectNode up = event("mouseReleased", to).put("button", "left").put("clickCount", 1);
            tab.call(DISPATCH, up, deadline);
        } finally {
            tab.tell(tab.session(), INTERCEPT, CdpConnection.object().put("enabled", false));
        }
    }

    private ObjectNode pressed(Point at, Button button) {
        return event("mousePressed", at).put("button", button.word).put("buttons", button.bit);
    }

    private ObjectNode event(String type, Point at) {
        return CdpConnection.object()
                .put("type", type)
                .put("x", at.x())
                .put("y", at.y())
                .put("modifiers", modifiers);
    }

    private void tell(ObjectNode event) {
        tab.tell(tab.session(), DISPATCH, event);
    }
}
