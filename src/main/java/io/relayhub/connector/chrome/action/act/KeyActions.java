package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Keyboard;
import io.relayhub.connector.chrome.page.Keys;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// `page_type`, `page_paste`, `page_press` and `page_focus`: what a user does with a keyboard.
public final class KeyActions {
    private static final String PASTE = """
        function(text) {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true, composed: true});
          return this.dispatchEvent(event);
        }\
        """;

    private final Pages pages;

    public KeyActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("page_type", this::type, "selector", "text", "clearFirst", "submit", "timeout"),
                ActionSpec.inTab("page_paste", this::paste, "selector", "text", "timeout"),
                ActionSpec.inTab("page_press", this::press, "key", "modifiers", "selector", "timeout"),
                ActionSpec.inTab("page_focus", this::focus, Targets.MEMBERS.toArray(String[]::new)));
    }

    private JsonNode type(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String text = arguments.optionalText("text").orElseThrow(() -> Arguments.bad("\"text\" is missing."));
        Locator locator = Locator.selector(arguments.text("selector"));
        Typing typing = new Typing(text, arguments.flag("clearFirst", true) ? Typing.Mode.REPLACE : Typing.Mode.APPEND);
        boolean submit = arguments.flag("submit", false);
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode typed = CdpConnection.object();
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            typing.into(tab, locator, until, deadline, typed);
            if (submit) {
                new Keyboard(tab).press(Keys.key("Enter"), 0, deadline);
            }
        });
        answer.setAll(typed);
        return answer;
    }

    private JsonNode paste(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String text = arguments.text("text");
        Locator locator = Locator.selector(arguments.text("selector"));
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            try (Element element = Typing.focused(tab, locator, Typing.Mode.APPEND, until, deadline)) {
                if (element.apply(PASTE, deadline, StringNode.valueOf(text)).asBoolean(false)) {
                    new Keyboard(tab).insert(text, deadline);
                }
            }
        });
        return answer.put("pasted", true);
    }

    private JsonNode press(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Keys.Key key = Keys.key(arguments.text("key"));
        int modifiers = Keys.modifiers(arguments.texts("modifiers"));
        Optional<Locator> locator = arguments.has("selector")
                ? Optional.of(Locator.selector(arguments.text("selector")))
                : Optional.empty();
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            if (locator.isPresent()) {
                focus(tab, locator.get(), until, deadline);
            }
            new Keyboard(tab).press(key, modifiers, deadline);
        });
        return answer.put("pressed", true);
    }

    private JsonNode focus(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Locator locator = Targets.locator(arguments);
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        return Inputs.use(tab, deadline, () -> focus(tab, locator, until, deadline))
                .put("focused", true);
    }

    private static void focus(Tab tab, Locator locator, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Targets.prepared(tab, locator, until, deadline, element -> {
            element.require(Element.Need.READY, deadline);
            String has = "function() { this.focus(); return this.getRootNode().activeElement === this; }";
            if (!element.apply(has, deadline).asBoolean(false)) {
                throw element.notActionable("does not take the focus");
            }
            return element;
        });
    }
}
