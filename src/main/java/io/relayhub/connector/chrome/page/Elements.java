package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Frames.Frame;
import io.relayhub.connector.chrome.browser.References;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Finds elements in all frames of a tab whose pages may be touched, open shadow trees included.
public final class Elements {
    private static final String SEARCH = """
            const search = (root) => {
              const found = root.querySelector(selector);
              if (found) return found;
              for (const host of root.querySelectorAll('*')) {
                const inner = host.shadowRoot && search(host.shadowRoot);
                if (inner) return inner;
              }
              return null;
            };
            """;
    private static final String FIND = "(selector => {" + SEARCH + "return search(document); })";
    private static final String FIND_VISIBLE = "(selector => {" + SEARCH + """
            const found = search(document);
            return !!found && found.checkVisibility({visibilityProperty: true, opacityProperty: true})
              && found.getClientRects().length > 0;
            })""";
    private static final String FIND_TEXT = "(text => !!document.body && document.body.innerText.includes(text))";

    private static final int CANDIDATES_SHOWN = 5;

    private Elements() {}

    /// @param selector a CSS selector, or a reference of `page_snapshot` such as `@e5`
    /// @throws ActionException `ELEMENT_NOT_FOUND`, or `BAD_REQUEST` when it is no selector
    public static Element find(Tab tab, String selector, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (selector.startsWith("@")) {
            return byReference(tab, selector, deadline);
        }
        List<Frame> frames = tab.permittedFrames();
        for (Frame frame : frames) {
            Optional<JsonNode> answer = evaluate(tab, frame, FIND, selector, Answer.HANDLE, deadline);
            String handle =
                    answer.map(found -> found.path("objectId").asString("")).orElse("");
            if (!handle.isEmpty()) {
                return new Element(tab, frame.session(), handle, "'" + selector + "'");
            }
        }
        throw ChromeError.ELEMENT_NOT_FOUND.because(
                "No element matches '" + selector + "' in tab " + tab.id() + " (" + searched(tab, frames) + ").");
    }

    private static String searched(Tab tab, List<Frame> frames) {
        int others = tab.frames().all().size() - frames.size();
        String count = frames.size() == 1 ? "1 frame searched" : frames.size() + " frames searched";
        return others > 0 ? count + ", " + others + " of origins that are not allowed left out" : count;
    }

    /// Whether an element matches that is there and visible.
    public static boolean isVisible(Tab tab, String selector, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return anyFrame(tab, FIND_VISIBLE, selector, deadline);
    }

    /// Whether the text is among what the page shows.
    public static boolean showsText(Tab tab, String text, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return anyFrame(tab, FIND_TEXT, text, deadline);
    }

    private static boolean anyFrame(Tab tab, String function, String argument, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        for (Frame frame : tab.permittedFrames()) {
            Optional<JsonNode> answer = evaluate(tab, frame, function, argument, Answer.VALUE, deadline);
            if (answer.isPresent() && answer.get().path("value").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private enum Answer {
        HANDLE,
        VALUE
    }

    /// Empty when the frame has gone meanwhile.
    private static Optional<JsonNode> evaluate(
            Tab tab, Frame frame, String function, String argument, Answer kind, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object()
                .put("expression", function + "(" + StringNode.valueOf(argument) + ")")
                .put("uniqueContextId", frame.contextId())
                .put("returnByValue", kind == Answer.VALUE);
        JsonNode answer;
        try {
            answer = tab.call(frame.session(), "Runtime.evaluate", params, deadline);
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
        if (answer.path("exceptionDetails")
                .path("exception")
                .path("className")
                .asString("")
                .equals("DOMException")) {
            throw new ActionException(
                    ActionError.BAD_REQUEST, "'" + argument + "' is not a CSS selector that browsers understand.");
        }
        return Optional.of(answer.path("result"));
    }

    private static Element byReference(Tab tab, String reference, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        References.Node node = tab.references().find(reference).orElseThrow(() -> stale(tab, reference));
        return resolve(tab, node, reference, deadline).orElseThrow(() -> stale(tab, reference));
    }

    private static ActionException stale(Tab tab, String reference) {
        return ChromeError.ELEMENT_NOT_FOUND.because("Tab " + tab.id() + " has no element " + reference
                + " any more: take a new page_snapshot and use its references.");
    }

    private static Optional<Element> resolve(Tab tab, References.Node node, String label, Deadline deadline)
            throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object().put("backendNodeId", node.backendNodeId());
        try {
            String handle = tab.call(node.session(), "DOM.resolveNode", params, deadline)
                    .path("object")
                    .path("objectId")
                    .asString("");
            return handle.isEmpty() ? Optional.empty() : Optional.of(new Element(tab, node.session(), handle, label));
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED || e.reason() == Reason.SESSION_ENDED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// How a text is compared with what an element is called.
    public enum Match {
        EXACT,
        CONTAINED
    }

    /// The one element with this accessible name.
    ///
    /// @param role only elements of this role; empty: of any
    public static Element byText(Tab tab, String text, String role, Match match, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        List<Accessible> candidates = new ArrayList<>();
        for (Frame frame : tab.permittedFrames()) {
            for (Accessible node : Accessible.all(tab, frame, deadline)) {
                boolean named = match == Match.EXACT
                        ? node.name().equals(text)
                        : node.name().contains(text);
                if (named && !node.ignored() && (role.isEmpty() || node.role().equalsIgnoreCase(role))) {
                    candidates.add(node);
                }
            }
        }
        // The text inside a button is called as the button is: the outermost counts.
        candidates.removeIf(inner -> candidates.stream().anyMatch(outer -> inner.isInside(outer)));
        if (candidates.size() == 1) {
            Optional<Element> found = resolve(tab, candidates.getFirst().node(), "\"" + text + "\"", deadline);
            if (found.isPresent()) {
                return candidates.getFirst().role().equals("StaticText")
                        ? found.get().around(deadline)
                        : found.get();
            }
        }
        throw ChromeError.ELEMENT_NOT_FOUND.because(ambiguous(tab, text, candidates));
    }

    private static String ambiguous(Tab tab, String text, List<Accessible> candidates) {
        if (candidates.isEmpty()) {
            return "Nothing in tab " + tab.id() + " is called \"" + text
                    + "\": \"exact\": false finds parts of names, page_snapshot shows all.";
        }
        StringJoiner shown = new StringJoiner(", ");
        candidates.stream()
                .limit(CANDIDATES_SHOWN)
                .forEach(node -> shown.add(node.role() + " " + tab.references().name(node.node())));
        return candidates.size() + " elements in tab " + tab.id() + " are called \"" + text + "\" (" + shown
                + "): name a \"role\" or use one of these references as \"selector\".";
    }
}
