package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Keyboard;
import io.relayhub.connector.chrome.page.Keys;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.spi.ActionException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// A text on its way into a field, and whether it has arrived.
record Typing(String text, Mode mode) {
    /// What becomes of the text that is there.
    enum Mode {
        REPLACE,
        APPEND
    }

    private static final Map<String, String> SPELLINGS = Map.of(
            "date", "2024-05-31",
            "datetime-local", "2024-05-31T17:30",
            "month", "2024-05",
            "time", "17:30",
            "week", "2024-W22",
            "color", "#3366ff",
            "range", "a number within its limits");

    /// The element, ready to be typed into. It may move: keys go where the focus is.
    static Element focused(Tab tab, Locator locator, Mode mode, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Element element = Targets.kept(tab, locator, Element.Need.SHOWN, until, deadline);
        try {
            focus(element, mode, deadline);
            return element;
        } catch (ActionException | CdpException | InterruptedException e) {
            element.close();
            throw e;
        }
    }

    /// @return what the field is and holds: `{kind, text}`
    private static JsonNode focus(Element element, Mode mode, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        JsonNode state = element.apply(
                "function(replace) { return relayhub.focus(this, replace); }",
                deadline,
                BooleanNode.valueOf(mode == Mode.REPLACE));
        String problem = state.path("problem").asString("");
        if (!problem.isEmpty()) {
            throw element.notActionable(problem);
        }
        return state;
    }

    /// Types, and looks whether it has worked.
    ///
    /// @param answer gets `typed` and `length`, and `asTyped: false` where the field holds something else now
    /// @throws ActionException `ELEMENT_NOT_ACTIONABLE` when the field has not taken it
    void into(Tab tab, Locator locator, Deadline until, Deadline deadline, ObjectNode answer)
            throws ActionException, CdpException, InterruptedException {
        try (Element element = Targets.kept(tab, locator, Element.Need.SHOWN, until, deadline)) {
            JsonNode state = focus(element, mode, deadline);
            String kind = state.path("kind").asString("text");
            String before = state.path("text").asString("");
            if (SPELLINGS.containsKey(kind)) {
                set(element, kind, deadline);
            } else if (!text.isEmpty()) {
                new Keyboard(tab).type(text, deadline);
            } else if (mode == Mode.REPLACE && !before.isEmpty()) {
                new Keyboard(tab).press(Keys.key("Delete"), 0, deadline);
            }
            verify(element, before, answer, deadline);
        }
    }

    private void set(Element element, String kind, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        JsonNode taken = element.apply(
                "function(value) { return relayhub.set(this, value); }", deadline, StringNode.valueOf(text));
        if (!taken.asBoolean(false)) {
            throw element.notActionable("is a field of type " + kind + " and has not taken this text: it takes "
                    + SPELLINGS.getOrDefault(kind, "another") + (kind.equals("range") ? "" : ", written like that"));
        }
    }

    private void verify(Element element, String before, ObjectNode answer, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String now;
        try {
            now = element.apply("function() { return relayhub.text(this); }", deadline)
                    .asString("");
        } catch (CdpException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            // The page has gone on: it has heard the keys.
            answer.put("typed", true);
            return;
        }
        String wanted = mode == Mode.REPLACE ? text : before + text;
        boolean arrived = plain(now).equals(plain(wanted));
        boolean taken = arrived || (!text.isEmpty() && !now.isEmpty() && !now.equals(before));
        if (!taken) {
            throw element.notActionable("has not taken the text: it holds "
                    + (now.isEmpty() ? "nothing" : now.length() + " characters, as before"));
        }
        // The length and not the text: it may be a password.
        answer.put("typed", true).put("length", now.length());
        if (!arrived) {
            answer.put("asTyped", false);
        }
    }

    /// Rich text has spaces and line ends of its own.
    private static String plain(String written) {
        return written.replaceAll("[\\s\\u00a0]+", " ").strip();
    }
}
