package io.relayhub.connector.chrome.action.act;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `tab_list`, `tab_open`, `tab_close` and `tab_activate`.
public final class TabActions {
    // A page that is busy for longer is listed as Chrome knows it.
    private static final Duration LISTING = Duration.ofMillis(300);

    private final Pages pages;
    private final NavigationActions navigation;

    public TabActions(Pages pages, NavigationActions navigation) {
        this.pages = pages;
        this.navigation = navigation;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.of("tab_list", this::list, "context"),
                ActionSpec.of("tab_open", this::open, "url", "active", "context", "waitUntil", "timeout"),
                ActionSpec.inTab("tab_close", this::close),
                ActionSpec.inTab("tab_activate", this::activate));
    }

    private JsonNode list(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        Tabs tabs = pages.tabs(deadline);
        Optional<Contexts.Context> context = pages.context(arguments, deadline);
        int current = tabs.current(arguments.agent(), context).map(Tab::id).orElse(0);
        Map<Tab, CompletableFuture<Pages.Shown>> shown = new LinkedHashMap<>();
        for (Tab tab : tabs.all()) {
            if (context.isEmpty() || context.get().id().equals(tab.contextId())) {
                Pages.Shown known = new Pages.Shown(tab.url(), tab.title());
                shown.put(tab, pages.shown(tab).completeOnTimeout(known, LISTING.toMillis(), TimeUnit.MILLISECONDS));
            }
        }
        ObjectNode result = CdpConnection.object();
        ArrayNode list = result.putArray("tabs");
        shown.forEach((tab, answer) -> {
            Pages.Shown now = answer.join();
            Optional<String> name = tabs.contexts().nameOf(tab.contextId());
            // Asked in this order: a context that has closed meanwhile has taken its tabs with it.
            if (tabs.contexts().isClosing(tab.contextId())
                    || tabs.find(tab.id()).isEmpty()) {
                return;
            }
            ObjectNode entry = list.addObject().put("tabId", tab.id()).put("active", tab.id() == current);
            name.ifPresent(its -> entry.put("context", its));
            if (tab.permitted()) {
                entry.put("url", now.url()).put("title", now.title());
            } else {
                entry.put("forbidden", true);
            }
        });
        return result;
    }

    private JsonNode open(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        String url = arguments.optionalText("url").orElse("about:blank");
        pages.requirePermitted(url);
        NavigationActions.Loading loading = NavigationActions.Loading.of(arguments, deadline);
        Tabs.Placement placement = arguments.flag("active", false) ? Tabs.Placement.FRONT : Tabs.Placement.BACKGROUND;
        Optional<Contexts.Context> context = pages.context(arguments, deadline);
        Tab tab = pages.tabs(deadline).open(placement, context, arguments.agent(), deadline);
        if (OriginRules.isBlank(url)) {
            return CdpConnection.object().put("tabId", tab.id()).put("url", url).put("title", "");
        }
        return navigation.go(tab, url, loading, deadline);
    }

    private JsonNode close(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (!arguments.has("tabId")) {
            throw Arguments.bad("\"tabId\" is missing: tab_close closes only a tab that is named.");
        }
        Tabs tabs = pages.tabs(deadline);
        Tab tab = pages.leavable(arguments, deadline);
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
        pages.tabs(deadline).touch(tab, arguments.agent());
        return CdpConnection.object().put("tabId", tab.id()).put("active", true);
    }
}
