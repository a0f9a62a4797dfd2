package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.document.Navigations;
import io.relayhub.connector.chrome.history.LogEntry;
import io.relayhub.connector.chrome.history.OriginRules;
import tools.jackson.databind.JsonNode;

/// Writes down what the events of one tab tell, as far as its pages may be seen. Called by the connection's reading
/// thread.
final class TabRecorder {
    private final Tab tab;
    private final OriginRules rules;
    private final Navigations navigations;
    private final Dialogs dialogs;

    TabRecorder(Tab tab, OriginRules rules, Navigations navigations, Dialogs dialogs) {
        this.tab = tab;
        this.rules = rules;
        this.navigations = navigations;
        this.dialogs = dialogs;
    }

    void onEvent(CdpEvent event) {
        switch (domain(event.method())) {
            case "Network" -> {
                tab.network().onEvent(event);
                tab.messages().onEvent(event);
            }
            case "Runtime" -> onRuntime(event);
            case "Log" -> {
                if (tab.permitted()) {
                    tab.logs().onEvent(event);
                }
            }
            case "Page" -> onPage(event);
            case "Input" -> tab.input().onDragged(event.params().path("data"));
            case "Tracing" -> {
                if (event.method().equals("Tracing.tracingComplete")) {
                    tab.recording().onComplete(event.params());
                }
            }
            case "Inspector" -> {
                if (event.method().equals("Inspector.targetCrashed")) {
                    tab.onCrashed(event.session());
                }
            }
            default -> {
                // Domains that nobody switched on.
            }
        }
    }

    private static String domain(String method) {
        int dot = method.indexOf('.');
        return dot < 0 ? method : method.substring(0, dot);
    }

    private void onRuntime(CdpEvent event) {
        tab.frames().onEvent(event);
        JsonNode params = event.params();
        int context = params.path("executionContextId")
                .asInt(params.path("exceptionDetails")
                        .path("executionContextId")
                        .asInt(0));
        tab.frames()
                .ofContext(event.session(), context)
                .filter(frame -> rules.permitsDocument(frame.origin(), frame.url()))
                .ifPresent(frame -> tab.logs().onEvent(event));
    }

    private void onPage(CdpEvent event) {
        tab.frames().onEvent(event);
        JsonNode params = event.params();
        switch (event.method()) {
            case "Page.frameStartedNavigating" -> {
                if (isMain(params.path("frameId"))
                        && !params.path("navigationType").asString("").contains("ameDocument")) {
                    navigations.begin();
                }
            }
            case "Page.frameStoppedLoading" -> {
                if (isMain(params.path("frameId"))) {
                    navigations.stay();
                }
            }
            case "Page.frameNavigated" -> {
                if (isMain(params.path("frame").path("id"))) {
                    String loader = params.path("frame").path("loaderId").asString("");
                    navigations.arrive(loader);
                    if (params.path("type").asString("").equals("BackForwardCacheRestore")) {
                        // It was loaded long ago, and says nothing more of it.
                        navigations.reach(loader, "DOMContentLoaded");
                        navigations.reach(loader, "load");
                    }
                    tab.onNavigated(params.path("frame"));
                }
            }
            case "Page.navigatedWithinDocument" -> {
                if (isMain(params.path("frameId"))) {
                    navigations.arrive("");
                    tab.onInfo(params);
                }
            }
            case "Page.lifecycleEvent" -> {
                if (isMain(params.path("frameId"))) {
                    navigations.reach(
                            params.path("loaderId").asString(""),
                            params.path("name").asString(""));
                }
            }
            case "Page.fileChooserOpened" ->
                tab.input()
                        .onChooser(new InputState.Chooser(
                                event.session(),
                                params.path("frameId").asString(""),
                                params.path("backendNodeId").asInt(0)));
            case "Page.javascriptDialogOpening" -> onDialog(event);
            case "Page.javascriptDialogClosed" -> dialogs.onClosed();
            default -> {
                // Chrome tells more of pages than is needed.
            }
        }
    }

    private void onDialog(CdpEvent event) {
        JsonNode params = event.params();
        String url = params.path("url").asString("");
        if (tab.permitted() && rules.permits(url)) {
            String text = params.path("type").asString("dialog") + ": "
                    + params.path("message").asString("");
            tab.logs().add(new LogEntry(System.currentTimeMillis(), "info", "dialog", text, url, 0));
        }
        String obstacle = dialogs.onOpening(event);
        if (obstacle != null) {
            tab.failOpen(Reason.BLOCKED, obstacle);
        }
    }

    /// A tab's main frame has the id of its target.
    private boolean isMain(JsonNode frameId) {
        return frameId.asString("").equals(tab.targetId());
    }
}
