package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.Targets;
import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.InputState.Chooser;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.chrome.page.Mouse;
import io.relayhub.connector.chrome.page.Patience.NotYet;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Files on their way into a page: through the chooser that it opens itself, since some listen to their field only
/// then; else into the field.
///
/// @param files `{name, type?, text or base64}`, checked
record Upload(JsonNode files) {
    private static final String INTERCEPT = "Page.setInterceptFileChooserDialog";
    private static final String NOTE = "Put into the field without the page's own file chooser, which nothing in reach"
            + " opens: only the page shows whether it has taken the files. What opens its chooser can be named instead.";

    // How long the chooser of a field that was found is waited for, before the files go into the field.
    private static final Duration SHORT = Duration.ofMillis(700);

    /// @param field  whether the element is itself a file field
    /// @param opener where a click is to open the chooser; empty when nothing in reach does
    private record Way(boolean field, Optional<Element.Point> opener, Frame frame) {}

    /// @param until  when the wait for the element, and for the chooser that it opens, is given up
    /// @param answer gets `uploaded`, `through`, `holds`, and `note` where the page may not have taken them
    void into(Tab tab, Locator locator, Deadline until, Deadline deadline, ObjectNode answer)
            throws ActionException, CdpException, InterruptedException {
        Way way = Targets.prepared(tab, locator, until, deadline, element -> way(element, deadline));
        Optional<Chooser> chooser = Optional.empty();
        if (way.opener().isPresent()) {
            Deadline patience = way.field() ? until.orIn(SHORT) : until;
            chooser = open(tab, way, way.opener().get(), patience, deadline);
        }
        int holds;
        if (chooser.isPresent()) {
            try (Element field = field(tab, chooser.get(), locator.label(), deadline)) {
                holds = give(field, deadline);
            }
        } else if (way.field()) {
            holds = Targets.prepared(tab, locator, until, deadline, element -> give(element, deadline));
        } else {
            throw ChromeError.ELEMENT_NOT_ACTIONABLE.because("The element " + locator.label()
                    + " is no file field, and has opened no file chooser when it was clicked.");
        }
        answer.put("uploaded", files.size());
        answer.put("through", chooser.isPresent() ? "chooser" : "field").put("holds", holds);
        // A field that was emptied at once has been heard.
        if (chooser.isEmpty() && holds == files.size()) {
            answer.put("note", NOTE);
        }
    }

    private Way way(Element element, Deadline deadline)
            throws NotYet, ActionException, CdpException, InterruptedException {
        boolean field = element.apply(
                        "function() { return this.tagName === 'INPUT' && this.type === 'file'; }", deadline)
                .asBoolean(false);
        if (!field) {
            return new Way(false, Optional.of(element.clickable(deadline)), element.frame());
        }
        Optional<Element> opener = element.related("function() { return relayhub.opener(this); }", deadline);
        if (opener.isEmpty()) {
            return new Way(true, Optional.empty(), element.frame());
        }
        try (Element clicked = opener.get()) {
            return new Way(true, Optional.of(clicked.clickable(deadline)), element.frame());
        }
    }

    private static Optional<Chooser> open(Tab tab, Way way, Element.Point at, Deadline until, Deadline deadline)
            throws CdpException, InterruptedException {
        String session = way.frame().session();
        tab.input().takeChooser();
        tab.call(session, INTERCEPT, CdpConnection.object().put("enabled", true), deadline);
        try {
            new Mouse(tab, 0).click(at, Mouse.Button.LEFT, 1, deadline);
            tab.await(tab.input()::hasChooser, until);
            return tab.input().takeChooser();
        } finally {
            tab.tell(session, INTERCEPT, CdpConnection.object().put("enabled", false));
        }
    }

    private static Element field(Tab tab, Chooser chooser, String label, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        for (Frame frame : tab.permittedFrames()) {
            if (frame.frameId().equals(chooser.frameId()) && frame.session().equals(chooser.session())) {
                Optional<Element> field = Element.numbered(tab, frame, chooser.node(), label, deadline);
                if (field.isPresent()) {
                    return field.get();
                }
            }
        }
        throw new ActionException(
                ActionError.FORBIDDEN,
                "The file field that " + label + " opens is in a frame that may not be touched.");
    }

    /// @return how many files the field holds when the page has heard of them
    private int give(Element field, Deadline deadline) throws ActionException, CdpException, InterruptedException {
        JsonNode given = field.apply("function(files) { return relayhub.give(this, files); }", deadline, files);
        String problem = given.path("problem").asString("");
        if (!problem.isEmpty()) {
            throw field.notActionable(problem);
        }
        return given.path("holds").asInt(0);
    }
}
