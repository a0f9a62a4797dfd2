package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element.Point;
import java.time.Duration;
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
    private static final int DRAG_STEPS = 10;
    private static final int LATE_STEPS = 3;
    private static final Duration SLOW = Duration.ofMillis(300);

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
    ///
    /// Each step is awaited: Chrome makes one event of all moves between two frames, and a page that begins to drag
    /// with the first sorts with those that follow.
    public void drag(Point from, Point to, Deadline deadline) throws CdpException, InterruptedException {
        tab.input().takeDragged();
        tab.call(INTERCEPT, CdpConnection.object().put("enabled", true), deadline);
        try {
            tell(event("mouseMoved", from));
            tab.call(DISPATCH, pressed(from, Button.LEFT).put("clickCount", 1), deadline);
            carry(new Path(from, to), deadline);
            ObjectNode up = event("mouseReleased", to).put("button", "left").put("clickCount", 1);
            tab.call(DISPATCH, up, deadline);
        } finally {
            tab.tell(tab.session(), INTERCEPT, CdpConnection.object().put("enabled", false));
        }
    }

    private void carry(Path path, Deadline deadline) throws CdpException, InterruptedException {
        Optional<JsonNode> data = Optional.empty();
        int steps = DRAG_STEPS;
        for (int i = 1; i <= steps; i++) {
            long begun = System.nanoTime();
            Point at = path.at(i, steps);
            if (data.isPresent()) {
                drag("dragOver", at, data.get(), deadline);
            } else {
                ObjectNode moved = event("mouseMoved", at).put("button", "left").put("buttons", 1);
                tab.call(DISPATCH, moved, deadline);
                // The answer comes after the news of a drag that has begun.
                tab.call("Target.getTargetInfo", CdpConnection.object(), deadline);
                data = tab.input().takeDragged();
                if (data.isPresent()) {
                    drag("dragEnter", at, data.get(), deadline);
                }
            }
            if (System.nanoTime() - begun > SLOW.toNanos() && steps - i > LATE_STEPS) {
                // A page behind the front hears one move a second.
                path = new Path(at, path.to());
                steps = LATE_STEPS;
                i = 0;
            }
        }
        if (data.isPresent()) {
            drag("dragOver", path.to(), data.get(), deadline);
            drag("drop", path.to(), data.get(), deadline);
        }
    }

    private void drag(String step, Point at, JsonNode data, Deadline deadline)
            throws CdpException, InterruptedException {
        ObjectNode event = event(step, at);
        event.set("data", data);
        tab.call("Input.dispatchDragEvent", event, deadline);
    }

    private record Path(Point from, Point to) {
        Point at(int step, int of) {
            double part = (double) step / of;
            return new Point(from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
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
