package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.browser.Frames.Frame;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Elements;
import io.relayhub.connector.chrome.page.Keys;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_click`, `page_type`, `page_press` and `page_scroll`: what a user does with mouse and keyboard. One at a time
/// in a tab.
final class InputActions {
    private static final String CLICK = "function() { this.click(); }";
    // Empty when text can be typed into it now; its old text is selected when it is to be replaced.
    private static final String FOCUS = """
            function(replace) {
              const editable = this.isContentEditable
                || (/^(INPUT|TEXTAREA)$/.test(this.tagName)
                    && !/^(button|submit|reset|checkbox|radio|file|image|color|range|hidden)$/.test(this.type));
              if (!editable) return 'takes no text';
              if (this.disabled) return 'is disabled';
              if (this.readOnly) return 'is read-only';
              let host = this;
              while (host.isContentEditable && host.parentElement?.isContentEditable) host = host.parentElement;
              host.focus();
              if (host.getRootNode().activeElement !== host) {
                return 'does not take the focus: it is not visible, or the page sets the focus elsewhere';
              }
              if (this.isContentEditable) {
                const range = document.createRange();
                range.selectNodeContents(this);
                if (!replace) range.collapse(false);
                const selection = getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
              } else if (replace) {
                this.select();
              } else {
                try { this.setSelectionRange(this.value.length, this.value.length); } catch (e) { /* no text kind */ }
              }
              return '';
            }""";
    private static final String LENGTH =
            "function() { return (this.isContentEditable ? this.textContent : this.value).length; }";
    private static final String SCROLL = """
            ((direction, distance) => {
              const page = document.scrollingElement || document.documentElement;
              const step = distance ?? Math.round(innerHeight * 0.8);
              const top = {up: page.scrollTop - step, down: page.scrollTop + step, top: 0, bottom: page.scrollHeight};
              page.scrollTo({top: top[direction], behavior: 'instant'});
              return {scrollY: Math.round(page.scrollTop), scrollHeight: page.scrollHeight, innerHeight};
            })""";

    private final Pages pages;

    InputActions(Pages pages) {
        this.pages = pages;
    }

    Map<String, Action> actions() {
        return Map.of(
                "page_click", this::click,
                "page_type", this::type,
                "page_press", this::press,
                "page_scroll", this::scroll);
    }

    private static void begin(Tab tab, Deadline deadline) throws ActionException, InterruptedException {
        if (!tab.input().tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new ActionException(
                    ActionError.TIMEOUT, "Another agent was busy in tab " + tab.id() + " all the time.");
        }
    }

    private JsonNode click(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        if ((arguments.has("selector") ? 1 : 0) + (arguments.has("text") ? 1 : 0) + (arguments.has("point") ? 1 : 0)
                != 1) {
            throw Arguments.bad("page_click needs one of \"selector\", \"text\" or \"point\".");
        }
        String how = arguments.word("clickType", "cdp", "js");
        ReentrantLock input = tab.input();
        begin(tab, deadline);
        try {
            tab.emulateFocus(deadline);
            if (arguments.has("point")) {
                mouse(tab, point(arguments.json("point")), deadline);
            } else {
                try (Element element = target(tab, arguments, deadline)) {
                    if (how.equals("js")) {
                        element.apply(CLICK, deadline);
                    } else {
                        mouse(tab, element.clickable(deadline), deadline);
                    }
                }
            }
        } finally {
            input.unlock();
        }
        return CdpConnection.object().put("tabId", tab.id()).put("clicked", true);
    }

    private static Element target(Tab tab, Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (arguments.has("selector")) {
            return Elements.find(tab, arguments.text("selector"), deadline);
        }
        return Elements.byText(
                tab,
                arguments.text("text"),
                arguments.optionalText("role").orElse(""),
                arguments.flag("exact", true) ? Elements.Match.EXACT : Elements.Match.CONTAINED,
                deadline);
    }

    private static Element.Point point(JsonNode json) throws ActionException {
        if (!json.path("x").isNumber() || !json.path("y").isNumber()) {
            throw Arguments.bad("\"point\" is {\"x\": number, \"y\": number} in CSS pixels of the viewport.");
        }
        return new Element.Point(json.path("x").asDouble(), json.path("y").asDouble());
    }

    private static void mouse(Tab tab, Element.Point at, Deadline deadline) throws CdpException, InterruptedException {
        tab.call("Input.dispatchMouseEvent", mouseEvent("mouseMoved", at), deadline);
        ObjectNode down = mouseEvent("mousePressed", at).put("buttons", 1);
        tab.call("Input.dispatchMouseEvent", leftButton(down), deadline);
        tab.call("Input.dispatchMouseEvent", leftButton(mouseEvent("mouseReleased", at)), deadline);
    }

    private static ObjectNode mouseEvent(String type, Element.Point at) {
        return CdpConnection.object().put("type", type).put("x", at.x()).put("y", at.y());
    }

    private static ObjectNode leftButton(ObjectNode event) {
        return event.put("button", "left").put("clickCount", 1);
    }

    private JsonNode type(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        String text = arguments.optionalText("text").orElseThrow(() -> Arguments.bad("\"text\" is missing."));
        boolean replace = arguments.flag("clearFirst", true);
        begin(tab, deadline);
        try (Element element = Elements.find(tab, arguments.text("selector"), deadline)) {
            tab.emulateFocus(deadline);
            String obstacle =
                    element.apply(FOCUS, deadline, BooleanNode.valueOf(replace)).asString("");
            if (!obstacle.isEmpty()) {
                throw element.notActionable(obstacle);
            }
            if (!text.isEmpty()) {
                tab.call("Input.insertText", CdpConnection.object().put("text", text), deadline);
            } else if (replace) {
                stroke(tab, Keys.key("Delete"), 0, deadline);
            }
            // The length and not the text: it may be a password.
            int length = element.apply(LENGTH, deadline).asInt(0);
            return CdpConnection.object()
                    .put("tabId", tab.id())
                    .put("typed", true)
                    .put("length", length);
        } finally {
            tab.input().unlock();
        }
    }

    private JsonNode press(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        Keys.Key key = Keys.key(arguments.text("key"));
        int modifiers = Keys.modifiers(arguments.texts("modifiers"));
        begin(tab, deadline);
        try {
            tab.emulateFocus(deadline);
            stroke(tab, key, modifiers, deadline);
        } finally {
            tab.input().unlock();
        }
        return CdpConnection.object().put("tabId", tab.id()).put("pressed", true);
    }

    private static void stroke(Tab tab, Keys.Key key, int modifiers, Deadline deadline)
            throws CdpException, InterruptedException {
        boolean writes = !key.text().isEmpty() && !Keys.isCommand(modifiers);
        ObjectNode down = keyEvent(writes ? "keyDown" : "rawKeyDown", key, modifiers);
        if (writes) {
            down.put("text", key.text());
        }
        tab.call("Input.dispatchKeyEvent", down, deadline);
        tab.call("Input.dispatchKeyEvent", keyEvent("keyUp", key, modifiers), deadline);
    }

    private static ObjectNode keyEvent(String type, Keys.Key key, int modifiers) {
        return CdpConnection.object()
                .put("type", type)
                .put("key", key.key())
                .put("code", key.code())
                .put("windowsVirtualKeyCode", key.windowsCode())
                .put("modifiers", modifiers);
    }

    private JsonNode scroll(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        String direction = arguments.word("direction", "down", "up", "top", "bottom");
        String distance = arguments.has("distance")
                ? String.valueOf(arguments.integer("distance", 0, 1_000_000, 0))
                : "undefined";
        if (arguments.has("selector")) {
            try (Element element = Elements.find(tab, arguments.text("selector"), deadline)) {
                element.visibleBox(deadline);
            }
            direction = "down";
            distance = "0";
        }
        Frame main = pages.mainFrame(tab, deadline);
        ObjectNode params = CdpConnection.object()
                .put("expression", SCROLL + "('" + direction + "', " + distance + ")")
                .put("uniqueContextId", main.contextId())
                .put("returnByValue", true);
        JsonNode answer = tab.call(main.session(), "Runtime.evaluate", params, deadline);
        return answer.path("result").path("value");
    }
}
