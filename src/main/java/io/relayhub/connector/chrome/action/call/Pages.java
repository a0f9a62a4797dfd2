package io.relayhub.connector.chrome.action.call;

import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tabs that actions go to, and whether they may.
public final class Pages {
    // An agent should rather hear soon that the browser is not there than wait for all its time.
    private static final Duration BROWSER_PATIENCE = Duration.ofSeconds(20);

    private static final Duration DOCUMENT_PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration SETTLING = Duration.ofSeconds(5);

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern WEB = Pattern.compile("(?i)https?://.*", Pattern.DOTALL);

    private final Browser browser;
    private final OriginRules rules;

    public Pages(Browser browser, OriginRules rules) {
        this.browser = browser;
        this.rules = rules;
    }

    public Browser browser() {
        return browser;
    }

    public OriginRules rules() {
        return rules;
    }

    public Tabs tabs(Deadline deadline) throws ActionException, InterruptedException {
        return browser.tabs(deadline.orIn(BROWSER_PATIENCE));
    }

    /// The context that `context` names; empty for the browser's own.
    public Optional<Contexts.Context> context(Arguments arguments, Deadline deadline)
            throws ActionException, InterruptedException {
        Optional<String> name = arguments.optionalText("context");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Contexts.Context> known = tabs(deadline).contexts().use(name.get(), arguments.agent());
        if (known.isEmpty()) {
            throw new ActionException(
                    ActionError.NOT_FOUND, "There is no such context (any more): context_open opens one.");
        }
        return known;
    }

    /// The tab that `tabId` names, else the agent's own in the context, whatever it shows.
    public Tab any(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tabs tabs = tabs(deadline);
        Optional<Contexts.Context> context = context(arguments, deadline);
        OptionalInt id = arguments.optionalInteger("tabId", 1, Integer.MAX_VALUE);
        Optional<Tab> tab = id.isPresent() ? tabs.find(id.getAsInt()) : own(tabs, arguments.agent(), context, deadline);
        if (tab.isPresent()) {
            return tab.get();
        }
        throw ChromeError.TAB_NOT_FOUND.because(
                id.isPresent()
                        ? "There is no tab " + id.getAsInt() + ": tab_list shows which there are."
                        : "There is no tab: open one with tab_open.");
    }

    private static Optional<Tab> own(Tabs tabs, String agent, Optional<Contexts.Context> context, Deadline deadline)
            throws ActionException, InterruptedException {
        try {
            return tabs.take(agent, context, deadline);
        } catch (CdpException e) {
            throw translated(e);
        }
    }

    /// The same, and its page may be touched.
    public Tab permitted(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tab tab = any(arguments, deadline);
        requirePermitted(tab);
        return tab;
    }

    /// The same, and no other page is on its way there.
    public Tab settled(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = permitted(arguments, deadline);
        awaitSettled(tab, deadline.orIn(SETTLING));
        requirePermitted(tab);
        return tab;
    }

    /// Waits until no other document is on its way and the one that is there has been read, or the deadline has passed.
    public static void awaitSettled(Tab tab, Deadline deadline) throws CdpException, InterruptedException {
        while (!deadline.passed()
                && !(tab.navigations().settled()
                        && tab.frames().main().filter(Frame::answers).isPresent())) {
            tab.await(() -> false, deadline.orIn(LOOK));
        }
    }

    /// A tab that agents may send elsewhere or close: its page may be touched, or an agent has brought it there.
    public Tab leavable(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tab tab = any(arguments, deadline);
        if (!tab.mayBeLeft()) {
            requirePermitted(tab);
        }
        return tab;
    }

    public void requirePermitted(Tab tab) throws ActionException {
        if (!tab.permitted()) {
            throw new ActionException(
                    ActionError.FORBIDDEN,
                    "Tab " + tab.id() + " shows a page that agents may not touch here"
                            + (rules.restricted() ? ": its origin is not among those of --allow-origin." : "."));
        }
    }

    /// The document that the tab shows; waits a moment where it is just changing.
    public Frame mainFrame(Tab tab, Deadline deadline) throws ActionException, CdpException, InterruptedException {
        tab.await(() -> tab.frames().main().isPresent(), deadline.orIn(DOCUMENT_PATIENCE));
        requirePermitted(tab);
        Optional<Frame> main = tab.frames().main();
        return main.filter(tab.permittedFrames()::contains)
                .orElseThrow(() -> new ActionException(
                        ActionError.FAILED, "Tab " + tab.id() + " is changing its page: try again."));
    }

    /// What a tab shows, as the page itself has it: what Chrome tells of tabs comes a moment later.
    ///
    /// @param url with its fragment
    public record Shown(String url, String title) {}

    /// Begins to ask a page what it shows; never waits.
    public CompletableFuture<Shown> shown(Tab tab) {
        Shown known = new Shown(tab.url(), tab.title());
        Optional<Frame> main = tab.frames().main().filter(Frame::answers).filter(tab.permittedFrames()::contains);
        if (main.isEmpty()) {
            return CompletableFuture.completedFuture(known);
        }
        ObjectNode question = CdpConnection.object()
                .put("expression", "[location.href, document.title]")
                .put("uniqueContextId", main.get().engineId())
                .put("returnByValue", true);
        return tab.send(tab.session(), "Runtime.evaluate", question).handle((answer, failure) -> {
            JsonNode value = failure == null ? answer.path("result").path("value") : answer;
            return failure != null || !value.isArray()
                    ? known
                    : new Shown(value.path(0).asString(""), value.path(1).asString(""));
        });
    }

    /// The same, waited for; what Chrome has told of the tab where its page does not answer soon.
    public Shown shown(Tab tab, Deadline deadline) throws ActionException, CdpException, InterruptedException {
        CompletableFuture<Shown> answer = shown(tab);
        Shown shown;
        try {
            shown = answer.get(deadline.orIn(DOCUMENT_PATIENCE).nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            shown = new Shown(tab.url(), tab.title());
        }
        requirePermitted(tab);
        return shown;
    }

    /// An address may be opened or asked.
    public void requirePermitted(String url) throws ActionException {
        if (!SCHEME.matcher(url).matches()) {
            throw Arguments.bad("The address has no scheme: write it whole, like https://example.com/.");
        }
        boolean web = OriginRules.isBlank(url) || WEB.matcher(url).matches();
        if (!web || !rules.permits(url)) {
            throw new ActionException(
                    ActionError.FORBIDDEN,
                    web && rules.restricted()
                            ? "This address is not among the origins of --allow-origin."
                            : "Only http and https addresses may be opened; an international name has to be written in"
                                    + " ASCII (xn--…).");
        }
    }

    /// The error an agent gets for what Chrome says.
    public static ActionException translated(CdpException e) {
        return switch (e.reason()) {
            case REFUSED -> new ActionException(ActionError.FAILED, e.sentence());
            case SESSION_ENDED -> ChromeError.TAB_GONE.because(e.sentence());
            case BLOCKED -> ChromeError.DIALOG_OPEN.because(e.sentence());
            case DISCONNECTED -> ChromeError.BROWSER_GONE.because(e.sentence());
            case TIMEOUT -> new ActionException(ActionError.TIMEOUT, e.sentence());
        };
    }
}
