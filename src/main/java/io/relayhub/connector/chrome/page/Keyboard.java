package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import tools.jackson.databind.node.ObjectNode;

/// The keyboard of one tab. Keys follow each other without waiting; only the last one is awaited.
public record Keyboard(Tab tab) {
    private static final String DISPATCH = "Input.dispatchKeyEvent";
    private static final int SHIFT = 8;
    // A text that no person would type is put in as an input method does, at once.
    private static final int MAX_KEYS = 2_000;

    /// Presses one key and lets it go.
    public void press(Keys.Key key, int modifiers, Deadline deadline) throws CdpException, InterruptedException {
        tell(down(key, modifiers));
        tab.call(DISPATCH, event("keyUp", key, modifiers), deadline);
    }

    /// Types what keys can write with keys, and everything else as an input method does. A line feed is Enter.
    public void type(String text, Deadline deadline) throws CdpException, InterruptedException {
        if (text.length() > MAX_KEYS) {
            insert(text, deadline);
            return;
        }
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !isKey(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                insert(text.substring(at, end), deadline);
                at = end;
            } else {
                key(text.charAt(at), at + 1 == text.length(), deadline);
                at++;
            }
        }
    }

    private static boolean isKey(char character) {
        return character == '\n' || Keys.hasKeyFor(character);
    }

    private void key(char character, boolean last, Deadline deadline) throws CdpException, InterruptedException {
        Keys.Key key = character == '\n' ? Keys.ENTER : Keys.character(String.valueOf(character));
        int modifiers = Keys.needsShift(character) ? SHIFT : 0;
        tell(down(key, modifiers));
        ObjectNode up = event("keyUp", key, modifiers);
        if (last) {
            tab.call(DISPATCH, up, deadline);
        } else {
            tell(up);
        }
    }

    /// Puts a text in at once, as an input method does.
    public void insert(String text, Deadline deadline) throws CdpException, InterruptedException {
        tab.call("Input.insertText", CdpConnection.object().put("text", text), deadline);
    }

    private static ObjectNode down(Keys.Key key, int modifiers) {
        boolean writes = !key.text().isEmpty() && !Keys.isCommand(modifiers);
        ObjectNode down = event(writes ? "keyDown" : "rawKeyDown", key, modifiers);
        if (writes) {
            down.put("text", key.text());
        }
        return down;
    }

    private static ObjectNode event(String type, Keys.Key key, int modifiers) {
        return CdpConnection.object()
                .put("type", type)
                .put("key", key.key())
                .put("code", key.code())
                .put("windowsVirtualKeyCode", key.windowsCode())
                .put("modifiers", modifiers);
    }

    private void tell(ObjectNode event) {
        tab.tell(tab.session(), DISPATCH, event);
    }
}
