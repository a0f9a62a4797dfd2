package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Keys;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.chrome.page.Looks;
import io.relayhub.connector.chrome.page.Mouse;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_click`, `page_hover`, `page_drag` and `page_scroll`: what a user does with a mouse.
public final class PointerActions {
    private static final String[] TARGET = Targets.MEMBERS.toArray(String[]::new);
    private static final Duration AFTERMATH = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Members POINT = Members.of("x", "y");
    private static final Members END = Members.of("point").and(Targets.MEMBERS);
    private static final String SCROLL = """
        ((direction, distance) => {
          const page = document.scrollingElement || document.documentElement;
          const step = distance ?? Math.round(innerHeight * 0.8);
          const top = {up: page.scrollTop - step, down: page.scrollTop + step, top: 0, bottom: page.scrollHeight};
          page.scrollTo({top: top[direction], behavior: 'instant'});
          return {scrollY: Math.round(page.scrollTop), scrollHeight: page.scrollHeight, innerHeight};
        })\
        """;

    private final Pages pages;

    public PointerActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("page_click", this::click, with("point", "clickType", "button", "count", "modifiers")),
                ActionSpec.inTab("page_hover", this::hover, with("point", "modifiers")),
                ActionSpec.inTab("page_drag", this::drag, "from", "to", "timeout"),
                ActionSpec.inTab("page_scroll", this::scroll, with("direction", "distance")));
    }

    private static String[] with(String... others) {
        return Members.of(TARGET).and(List.of(others)).names().toArray(String[]::new);
    }

    private JsonNode click(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String how = arguments.word("clickType", "cdp", "js");
        Mouse.Button button = Mouse.Button.valueOf(
                arguments.word("button", "left", "right", "middle").toUpperCase(Locale.ROOT));
        int count = arguments.integer("count", 1, 3, 1);
        int modifiers = Keys.modifiers(arguments.texts("modifiers"));
        requireOneTarget(arguments);
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            if (how.equals("js") && !arguments.has("point")) {
                Targets.prepared(tab, Targets.locator(arguments), until, deadline, element -> {
                    element.require(Element.Need.READY, deadline);
                    return element.apply("function() { this.click(); }", deadline);
                });
            } else {
                Element.Point at = place(tab, arguments, until, deadline);
                new Mouse(tab, modifiers).click(at, button, count, deadline);
            }
        });
        return answer.put("clicked", true);
    }

    private static void requireOneTarget(Arguments arguments) throws ActionException {
        int named = (arguments.has("selector") ? 1 : 0)
                + (arguments.has("text") ? 1 : 0)
                + (arguments.has("point") ? 1 : 0);
        if (named != 1) {
            throw Arguments.bad(arguments.whose() + " needs one of \"selector\", \"text\" or \"point\".");
        }
    }

    private JsonNode hover(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        requireOneTarget(arguments);
        int modifiers = Keys.modifiers(arguments.texts("modifiers"));
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            new Mouse(tab, modifiers).hover(place(tab, arguments, until, deadline), deadline);
        });
        return answer.put("hovered", true);
    }

    private JsonNode drag(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Arguments from = Arguments.inner("\"from\"", arguments.json("from"), END);
        Arguments to = Arguments.inner("\"to\"", arguments.json("to"), END);
        requireOneTarget(from);
        requireOneTarget(to);
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        ObjectNode seen = CdpConnection.object();
        ObjectNode answer = Inputs.use(tab, deadline, () -> {
            // Finding the end may scroll: the beginning is found again, where it is then.
            place(tab, from, until, deadline);
            Element.Point end = place(tab, to, until, deadline);
            Element.Point begin = place(tab, from, until, deadline);
            Optional<String> before = Looks.appearance(tab, deadline);
            new Mouse(tab, 0).drag(begin, end, deadline);
            if (before.isPresent()) {
                seen.put("changed", changed(tab, before.get(), deadline));
            }
        });
        return answer.put("dragged", true).setAll(seen);
    }

    /// Whether the page looks otherwise than before, or begins to within [#AFTERMATH].
    private static boolean changed(Tab tab, String before, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Deadline until = deadline.orIn(AFTERMATH);
        while (true) {
            Optional<String> now = Looks.appearance(tab, deadline);
            if (!now.equals(Optional.of(before))) {
                return true;
            }
            if (until.passed()) {
                return false;
            }
            tab.await(() -> false, until.orIn(LOOK));
        }
    }

    private static Element.Point place(Tab tab, Arguments arguments, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (arguments.has("point")) {
            Arguments point = Arguments.inner("\"point\"", arguments.json("point"), POINT);
            if (!point.json("x").isNumber() || !point.json("y").isNumber()) {
                throw Arguments.bad("\"point\" is {\"x\": number, \"y\": number} in CSS pixels of the viewport.");
            }
            return new Element.Point(point.json("x").asDouble(), point.json("y").asDouble());
        }
        return Targets.prepared(
                tab, Targets.locator(arguments), until, deadline, element -> element.clickable(deadline));
    }

    private JsonNode scroll(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Deadline until = Targets.waiting(arguments, deadline);
        Tab tab = pages.settled(arguments, deadline);
        String direction = arguments.word("direction", "down", "up", "top", "bottom");
        String distance = arguments.has("distance")
                ? String.valueOf(arguments.integer("distance", 0, 1_000_000, 0))
                : "undefined";
        var target = Targets.optional(arguments);
        if (target.isPresent()) {
            Locator locator = target.get();
            Targets.prepared(tab, locator, until, deadline, element -> element.visibleBox(deadline));
            direction = "down";
            distance = "0";
        }
        Frame main = pages.mainFrame(tab, deadline);
        ObjectNode params = CdpConnection.object()
                .put("expression", SCROLL + "('" + direction + "', " + distance + ")")
                .put("uniqueContextId", main.engineId())
                .put("returnByValue", true);
        JsonNode where = tab.call(main.session(), "Runtime.evaluate", params, deadline)
                .path("result")
                .path("value");
        ObjectNode answer = CdpConnection.object().put("tabId", tab.id());
        where.properties().forEach(member -> answer.set(member.getKey(), member.getValue()));
        return answer;
    }
}
