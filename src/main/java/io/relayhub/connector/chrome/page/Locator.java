package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.document.References;
import io.relayhub.connector.chrome.page.Patience.NotYet;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/// An element as an agent names it. It is looked for in all frames of a tab whose pages may be touched, open shadow
/// trees included.
public sealed interface Locator {
    /// A CSS selector; the first match counts.
    record Selector(String css) implements Locator {}

    /// A reference of a snapshot, such as `@e5`.
    record Reference(String text, int number) implements Locator {}

    /// The one visible element with this accessible name.
    ///
    /// @param role only elements of this role; empty: of any
    record Text(String text, String role, Match match) implements Locator {}

    /// How a text is compared with what an element is called.
    enum Match {
        EXACT,
        /// Letters in upper and lower case are the same.
        CONTAINED
    }

    int CANDIDATES_SHOWN = 5;

    /// @param text a selector, or a reference
    /// @throws ActionException `BAD_REQUEST` when it begins as a reference does and is none
    static Locator selector(String text) throws ActionException {
        if (!text.startsWith("@")) {
            return new Selector(text);
        }
        if (text.matches("@e\\d{1,9}")) {
            return new Reference(text, Integer.parseInt(text, 2, text.length(), 10));
        }
        throw new ActionException(ActionError.BAD_REQUEST, "A reference is written as page_snapshot does: @e7.");
    }

    /// The agent's words, for sentences.
    default String label() {
        return switch (this) {
            case Selector selector -> "'" + selector.css() + "'";
            case Reference reference -> reference.text();
            case Text text -> "\"" + text.text() + "\"";
        };
    }

    /// Looks once.
    ///
    /// @throws NotYet          when it is not there
    /// @throws ActionException when waiting does not help: a stale reference, a name that several have
    default Element find(Tab tab, Deadline deadline)
            throws NotYet, ActionException, CdpException, InterruptedException {
        EngineCalls calls = new EngineCalls(tab, deadline);
        return switch (this) {
            case Selector selector -> bySelector(tab, selector, calls);
            case Reference reference -> byReference(tab, reference, calls);
            case Text text -> byText(tab, text, calls);
        };
    }

    private Element bySelector(Tab tab, Selector selector, EngineCalls calls)
            throws NotYet, ActionException, CdpException, InterruptedException {
        List<Frame> frames = tab.permittedFrames();
        for (Frame frame : frames) {
            Optional<Element> found = calls.element(frame, label(), "find", StringNode.valueOf(selector.css()));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new NotYet(ChromeError.ELEMENT_NOT_FOUND.because(
                "No element matches " + label() + " in tab " + tab.id() + " (" + searched(tab, frames) + ")."));
    }

    private static String searched(Tab tab, List<Frame> frames) {
        int others = tab.frames().all().size() - frames.size();
        String count = frames.size() == 1 ? "1 frame searched" : frames.size() + " frames searched";
        return others > 0 ? count + ", " + others + " of origins that are not allowed left out" : count;
    }

    private static Element byReference(Tab tab, Reference reference, EngineCalls calls)
            throws ActionException, CdpException, InterruptedException {
        Optional<References.Owner> owner = tab.references().find(reference.number());
        for (Frame frame : tab.permittedFrames()) {
            if (owner.filter(new References.Owner(frame.session(), frame.engineId())::equals)
                    .isPresent()) {
                Optional<Element> found =
                        calls.element(frame, reference.text(), "byNumber", IntNode.valueOf(reference.number()));
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw ChromeError.ELEMENT_NOT_FOUND.because("Tab " + tab.id() + " has no element " + reference.text()
                + " any more: take a new page_snapshot and use its references.");
    }

    private static Element byText(Tab tab, Text text, EngineCalls calls)
            throws NotYet, ActionException, CdpException, InterruptedException {
        int count = 0;
        StringJoiner shown = new StringJoiner(", ");
        Optional<Reference> first = Optional.empty();
        for (Frame frame : tab.permittedFrames()) {
            JsonNode found = calls.naming(
                            frame,
                            "named",
                            StringNode.valueOf(text.text()),
                            StringNode.valueOf(text.role()),
                            BooleanNode.valueOf(text.match() == Match.EXACT))
                    .orElse(BooleanNode.FALSE);
            for (JsonNode one : found) {
                String name = "@e" + one.path("number").asInt(0);
                if (count++ < CANDIDATES_SHOWN) {
                    shown.add(one.path("role").asString("") + " " + name);
                }
                first = first.or(
                        () -> Optional.of(new Reference(name, one.path("number").asInt(0))));
            }
        }
        if (count == 1 && first.isPresent()) {
            return byReference(tab, first.get(), calls);
        }
        if (count == 0) {
            String hint = text.match() == Match.EXACT
                    ? "\"exact\": false also finds parts of names; page_snapshot shows all."
                    : "page_snapshot shows what there is.";
            throw new NotYet(ChromeError.ELEMENT_NOT_FOUND.because("Nothing that can be seen in tab " + tab.id()
                    + " is called " + text.label() + (text.role().isEmpty() ? "" : " and is a " + text.role()) + ": "
                    + hint));
        }
        throw ChromeError.ELEMENT_NOT_FOUND.because(count + " elements in tab " + tab.id() + " are called "
                + text.label() + " (" + shown + "): name a \"role\" or use one of these references as \"selector\".");
    }
}
