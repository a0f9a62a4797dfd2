package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_navigate`, `page_back`, `page_forward` and `page_reload`.
public final class NavigationActions {
    /// Until which point a page is waited for.
    ///
    /// @param point Chrome's name of it; empty: nothing is waited for
    record Loading(String point, Deadline until) {
        private static final Duration USUAL = Duration.ofSeconds(30);

        static Loading of(Arguments arguments, Deadline deadline) throws ActionException {
            String point = switch (arguments.word("waitUntil", "load", "domcontentloaded", "none")) {
                case "load" -> "load";
                case "domcontentloaded" -> "DOMContentLoaded";
                default -> "";
            };
            return new Loading(point, deadline.orIn(arguments.millis("timeout").orElse(USUAL)));
        }
    }

    // What fails at once is told also to those who don't wait.
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private final Pages pages;

    public NavigationActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("page_navigate", this::navigate, "url", "waitUntil", "timeout"),
                ActionSpec.inTab(
                        "page_back", (arguments, deadline) -> step(arguments, -1, deadline), "waitUntil", "timeout"),
                ActionSpec.inTab(
                        "page_forward", (arguments, deadline) -> step(arguments, 1, deadline), "waitUntil", "timeout"),
                ActionSpec.inTab("page_reload", this::reload, "ignoreCache", "waitUntil", "timeout"));
    }

    private JsonNode navigate(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String url = arguments.text("url");
        pages.requirePermitted(url);
        Loading loading = Loading.of(arguments, deadline);
        // Leaving a page destroys what the user has begun there, so that has to be permitted as well.
        Tab tab = pages.leavable(arguments, deadline);
        pages.tabs(deadline).touch(tab, arguments.agent());
        return go(tab, url, loading, deadline);
    }

    /// @return `{tabId, url, title, loaded, status?}`
    JsonNode go(Tab tab, String url, Loading loading, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        tab.input().note();
        Deadline commit = loading.point().isEmpty() ? loading.until().orIn(AT_ONCE) : loading.until();
        JsonNode answer;
        try {
            answer = tab.navigate("Page.navigate", CdpConnection.object().put("url", url), commit);
        } catch (CdpException e) {
            if (e.reason() != Reason.TIMEOUT) {
                throw e;
            }
            // The server has not begun to answer; the tab goes on waiting for it.
            pages.requirePermitted(tab);
            return CdpConnection.object()
                    .put("tabId", tab.id())
                    .put("url", url)
                    .put("title", "")
                    .put("loaded", false);
        }
        String problem = answer.path("errorText").asString("");
        if (!problem.isEmpty()) {
            throw ChromeError.NAVIGATION_FAILED.because("Tab " + tab.id() + " could not open the address: "
                    + (answer.path("isDownload").asBoolean(false) ? "it is a download." : problem + "."));
        }
        String loader = answer.path("loaderId").asString("");
        if (loader.isEmpty()) {
            // Only the fragment is another one.
            return answer(tab, true, "", deadline);
        }
        boolean loaded = arrive(tab, loader, loading);
        return answer(tab, loaded, loader, deadline);
    }

    private static boolean arrive(Tab tab, String loader, Loading loading) throws CdpException, InterruptedException {
        if (!loading.point().isEmpty()) {
            tab.await(() -> tab.navigations().reached(loader, loading.point()), loading.until());
        }
        return tab.navigations().reached(loader, loading.point().isEmpty() ? "load" : loading.point());
    }

    private JsonNode answer(Tab tab, boolean loaded, String loader, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        pages.requirePermitted(tab);
        Pages.Shown shown = pages.shown(tab, deadline);
        ObjectNode result = CdpConnection.object()
                .put("tabId", tab.id())
                .put("url", shown.url())
                .put("title", shown.title())
                .put("loaded", loaded);
        Optional<Exchange> document = Optional.ofNullable(tab.network().find(loader));
        document.map(Exchange::response).ifPresent(response -> result.put("status", response.status()));
        return result;
    }

    private JsonNode reload(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Loading loading = Loading.of(arguments, deadline);
        boolean ignoreCache = arguments.flag("ignoreCache", false);
        Tab tab = pages.leavable(arguments, deadline);
        pages.tabs(deadline).touch(tab, arguments.agent());
        ObjectNode params = CdpConnection.object().put("ignoreCache", ignoreCache);
        return follow(tab, "Page.reload", params, loading, deadline);
    }

    private JsonNode step(Arguments arguments, int by, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Loading loading = Loading.of(arguments, deadline);
        Tab tab = pages.leavable(arguments, deadline);
        JsonNode history = tab.call("Page.getNavigationHistory", CdpConnection.object(), deadline);
        JsonNode entry =
                history.path("entries").path(history.path("currentIndex").asInt(0) + by);
        if (entry.isMissingNode()) {
            throw new ActionException(
                    ActionError.NOT_FOUND,
                    "Tab " + tab.id() + " has no page to go " + (by < 0 ? "back" : "forward") + " to.");
        }
        pages.requirePermitted(entry.path("url").asString(""));
        pages.tabs(deadline).touch(tab, arguments.agent());
        ObjectNode params =
                CdpConnection.object().put("entryId", entry.path("id").asInt(0));
        return follow(tab, "Page.navigateToHistoryEntry", params, loading, deadline);
    }

    /// Follows a navigation whose answer does not name it.
    private JsonNode follow(Tab tab, String method, ObjectNode params, Loading loading, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        tab.input().note();
        long before = tab.navigations().arrivals();
        tab.navigate(method, params, loading.until());
        boolean loaded = false;
        if (!loading.point().isEmpty()) {
            loaded = tab.await(
                    () -> tab.navigations().arrivals() != before
                            && tab.navigations().reached(loading.point()),
                    loading.until());
        }
        return answer(tab, loaded, tab.navigations().loader(), deadline);
    }
}
