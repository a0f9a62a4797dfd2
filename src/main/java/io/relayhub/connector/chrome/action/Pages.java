package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Frames.Frame;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// Which tab an action goes to, and whether it may.
final class Pages {
    // An agent should rather hear soon that the browser is not there than wait for all its time.
    private static final Duration BROWSER_PATIENCE = Duration.ofSeconds(20);

    private static final Duration DOCUMENT_PATIENCE = Duration.ofSeconds(3);

    private final Browser browser;
    private final OriginRules rules;

    Pages(Browser browser, OriginRules rules) {
        this.browser = browser;
        this.rules = rules;
    }

    Browser browser() {
        return browser;
    }

    OriginRules rules() {
        return rules;
    }

    Tabs tabs(Deadline deadline) throws ActionException, InterruptedException {
        return browser.tabs(deadline.orIn(BROWSER_PATIENCE));
    }

    /// The tab that `tabId` names, else the current one, whatever it shows.
    Tab any(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tabs tabs = tabs(deadline);
        OptionalInt id = arguments.optionalInteger("tabId", 1, Integer.MAX_VALUE);
        Optional<Tab> tab = id.isPresent() ? tabs.find(id.getAsInt()) : tabs.current();
        if (tab.isPresent()) {
            return tab.get();
        }
        throw ChromeError.TAB_NOT_FOUND.because(
                id.isPresent()
                        ? "There is no tab " + id.getAsInt() + ": tab_list shows which there are."
                        : "The browser has no tab: open one with tab_open.");
    }

    /// The same, and its page may be touched.
    Tab permitted(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tab tab = any(arguments, deadline);
        requirePermitted(tab);
        return tab;
    }

    void requirePermitted(Tab tab) throws ActionException {
        if (!tab.permitted()) {
            throw new ActionException(
                    ActionError.FORBIDDEN,
                    "Tab " + tab.id() + " shows a page that agents may not touch here"
                            + (rules.restricted() ? ": its origin is not among those of --allow-origin." : "."));
        }
    }

    /// The document that the tab shows; waits a moment where it is just changing.
    Frame mainFrame(Tab tab, Deadline deadline) throws ActionException, CdpException, InterruptedException {
        tab.await(() -> tab.frames().main().isPresent(), deadline.orIn(DOCUMENT_PATIENCE));
        requirePermitted(tab);
        Optional<Frame> main = tab.frames().main();
        return main.filter(tab.permittedFrames()::contains)
                .orElseThrow(() -> new ActionException(
                        ActionError.FAILED, "Tab " + tab.id() + " is changing its page: try again."));
    }

    /// As the page itself has it: what Chrome tells of tabs comes a moment later.
    String title(Tab tab, Deadline deadline) throws ActionException, CdpException, InterruptedException {
        ObjectNode question = CdpConnection.object()
                .put("expression", "document.title")
                .put("uniqueContextId", mainFrame(tab, deadline).contextId())
                .put("returnByValue", true);
        try {
            return tab.call("Runtime.evaluate", question, deadline)
                    .path("result")
                    .path("value")
                    .asString("");
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                // The page has gone on meanwhile.
                return tab.title();
            }
            throw e;
        }
    }

    /// An address may be opened or asked.
    void requirePermitted(String url) throws ActionException {
        if (!rules.permits(url)) {
            throw new ActionException(
                    ActionError.FORBIDDEN,
                    rules.restricted()
                            ? "This address is not among the origins of --allow-origin."
                            : "Only http and https addresses may be opened; an international name has to be written in ASCII"
                                    + " (xn--…).");
        }
    }

    /// The error an agent gets for what Chrome says.
    static ActionException translated(CdpException e) {
        return switch (e.reason()) {
            case REFUSED -> new ActionException(ActionError.FAILED, e.sentence());
            case SESSION_ENDED -> ChromeError.TAB_GONE.because(e.sentence());
            case BLOCKED -> ChromeError.DIALOG_OPEN.because(e.sentence());
            case DISCONNECTED -> ChromeError.BROWSER_GONE.because(e.sentence());
            case TIMEOUT -> new ActionException(ActionError.TIMEOUT, e.sentence());
        };
    }
}
