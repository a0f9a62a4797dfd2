package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `tab_list`, `tab_open`, `tab_close`, `tab_activate` and `page_navigate`.
final class TabActions {
    private static final Duration LOADING = Duration.ofSeconds(30);

    private final Pages pages;

    TabActions(Pages pages) {
        this.pages = pages;
    }

    Map<String, Action> actions() {
        return Map.of(
                "tab_list", (arguments, deadline) -> list(deadline),
                "tab_open", this::open,
                "tab_close", this::close,
                "tab_activate", this::activate,
                "page_navigate", this::navigate);
    }

    private JsonNode list(Deadline deadline) throws ActionException, InterruptedException {
        Tabs tabs = pages.tabs(deadline);
        int current = tabs.current().map(Tab::id).orElse(0);
        ObjectNode result = CdpConnection.object();
        ArrayNode list = result.putArray("tabs");
        for (Tab tab : tabs.all()) {
            ObjectNode entry = list.addObject().put("tabId", tab.id()).put("active", tab.id() == current);
            if (tab.permitted()) {
                entry.put("url", tab.url()).put("title", tab.title());
            } else {
                entry.put("forbidden", true);
            }
        }
        return result;
    }

    private JsonNode open(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String url = arguments.optionalText("url").orElse("about:blank");
        pages.requirePermitted(url);
        Tabs.Placement placement = arguments.flag("active", false) ? Tabs.Placement.FRONT : Tabs.Placement.BACKGROUND;
        Tab tab = pages.tabs(deadline).open(placement, deadline);
        if (OriginRules.isBlank(url)) {
            return CdpConnection.object().put("tabId", tab.id()).put("url", url).put("title", "");
        }
        return go(tab, url, arguments, deadline);
    }

    private JsonNode close(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (!arguments.has("tabId")) {
            throw Arguments.bad("\"tabId\" is missing: tab_close closes only a tab that is named.");
        }
        Tab tab = pages.permitted(arguments, deadline);
        Tabs tabs = pages.tabs(deadline);
        tabs.closeTab(tab, deadline);
        if (!tabs.awaitClosed(tab, deadline)) {
            throw new ActionException(ActionError.TIMEOUT, "Tab " + tab.id() + " has not closed in time.");
        }
        return CdpConnection.object().put("tabId", tab.id()).put("closed", true);
    }

    private JsonNode activate(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        tab.bringToFront(deadline);
        pages.tabs(deadline).touch(tab);
        return CdpConnection.object().put("tabId", tab.id()).put("active", true);
    }

    private JsonNode navigate(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String url = arguments.text("url");
        pages.requirePermitted(url);
        // Leaving a page destroys what the user has begun there, so that has to be permitted as well.
        Tab tab = pages.permitted(arguments, deadline);
        pages.tabs(deadline).touch(tab);
        return go(tab, url, arguments, deadline);
    }

    private JsonNode go(Tab tab, String url, Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String point = arguments.word("waitUntil", "load", "domcontentloaded", "none");
        Deadline loading = deadline.orIn(arguments.millis("timeout").orElse(LOADING));
        JsonNode answer = tab.navigate(url, loading);
        String problem = answer.path("errorText").asString("");
        if (!problem.isEmpty()) {
            throw ChromeError.NAVIGATION_FAILED.because("Tab " + tab.id() + " could not open the address: "
                    + (answer.path("isDownload").asBoolean(false) ? "it is a download." : problem + "."));
        }
        String loader = answer.path("loaderId").asString("");
        boolean loaded = loader.isEmpty() || point.equals("none") || awaitPoint(tab, loader, point, loading);
        pages.requirePermitted(tab);
        ObjectNode result = CdpConnection.object()
                .put("tabId", tab.id())
                .put("url", tab.url())
                .put("title", pages.title(tab, deadline))
                .put("loaded", loaded);
        Optional<Exchange> document = Optional.ofNullable(tab.network().find(loader));
        document.map(Exchange::response).ifPresent(response -> result.put("status", response.status()));
        return result;
    }

    /// @return false when the time was over first; the page goes on loading
    private static boolean awaitPoint(Tab tab, String loader, String point, Deadline loading)
            throws CdpException, InterruptedException {
        String event = point.equals("load") ? "load" : "DOMContentLoaded";
        return tab.await(() -> tab.reached(loader, event), loading);
    }
}
