package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The beginning of a connection: pages are attached to, those that are there and those that come, and the one in
/// front is found.
final class FirstLook {
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final CdpConnection connection;
    private final TabTable tabs;

    FirstLook(CdpConnection connection, TabTable tabs) {
        this.connection = connection;
        this.tabs = tabs;
    }

    /// Returns when the tabs that were there before are in the table.
    void take(Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode discover = CdpConnection.object().put("discover", true);
        pagesOnly(discover);
        connection.call(CdpConnection.BROWSER, "Target.setDiscoverTargets", discover, deadline);
        ObjectNode attach = CdpConnection.object()
                .put("autoAttach", true)
                .put("waitForDebuggerOnStart", true)
                .put("flatten", true);
        pagesOnly(attach);
        connection.call(CdpConnection.BROWSER, "Target.setAutoAttach", attach, deadline);
        ObjectNode none = CdpConnection.object();
        JsonNode infos = connection
                .call(CdpConnection.BROWSER, "Target.getTargets", none, deadline)
                .path("targetInfos");
        Deadline settling = deadline.orIn(SETTLING);
        for (JsonNode info : infos) {
            if (isPage(info)) {
                tabs.awaitTarget(info.path("targetId").asString(""), settling);
            }
        }
        findFront(settling);
    }

    private static void pagesOnly(ObjectNode params) {
        params.putArray("filter").addObject().put("type", "page");
    }

    /// Whether a target is a page of the user's and not a window of Chrome's own tools.
    static boolean isPage(JsonNode info) {
        return info.path("type").asString("").equals("page")
                && !info.path("url").asString("").startsWith("devtools://");
    }

    /// Of the tabs that were there before, the one the user looks at is the current one.
    private void findFront(Deadline deadline) throws CdpException, InterruptedException {
        Map<Tab, CompletableFuture<JsonNode>> answers = new HashMap<>();
        for (Tab tab : tabs.all()) {
            ObjectNode question = CdpConnection.object()
                    .put("expression", "document.hasFocus() || document.visibilityState === 'visible'")
                    .put("returnByValue", true);
            answers.put(tab, tab.send(tab.session(), "Runtime.evaluate", question));
        }
        for (var entry : answers.entrySet()) {
            try {
                JsonNode answer = CdpConnection.await(entry.getValue(), "Runtime.evaluate", deadline);
                if (answer.path("result").path("value").asBoolean(false)) {
                    tabs.touch(entry.getKey());
                }
            } catch (CdpException e) {
                if (e.reason() == Reason.DISCONNECTED) {
                    throw e;
                }
                // A frozen, closing or stopped page does not answer, so it is not the one in front.
            }
        }
    }
}
