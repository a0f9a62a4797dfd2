package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.CdpListener;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// All pages of one running browser, as long as one connection to it lasts.
public final class Tabs implements CdpListener {
    /// Where a new tab goes.
    public enum Placement {
        FRONT,
        BACKGROUND
    }

    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final AtomicInteger ids;
    private final OriginRules rules;
    private final Interceptor interceptor;
    private final Tab.Dialogs dialogs;
    private final Runnable closed;
    private volatile @Nullable CdpConnection opened;

    @GuardedBy("this")
    private final Map<Integer, Tab> tabs = new TreeMap<>();

    // The sessions of tabs and of their frames.
    @GuardedBy("this")
    private final Map<String, Tab> bySession = new HashMap<>();

    // The current tab is the last one; see current().
    @GuardedBy("this")
    private final List<Tab> recent = new ArrayList<>();

    @GuardedBy("this")
    private boolean gone;

    private Tabs(AtomicInteger ids, OriginRules rules, Interceptor interceptor, Tab.Dialogs dialogs, Runnable closed) {
        this.ids = ids;
        this.rules = rules;
        this.interceptor = interceptor;
        this.dialogs = dialogs;
        this.closed = closed;
    }

    /// Connects to a browser and attaches to all its pages.
    ///
    /// @param ids    the source of tab ids; goes on over restarts
    /// @param closed called once when the connection has gone
    static Tabs attach(
            HttpClient http,
            URI endpoint,
            AtomicInteger ids,
            OriginRules rules,
            Interceptor interceptor,
            Tab.Dialogs dialogs,
            Runnable closed,
            Deadline deadline)
            throws CdpException, InterruptedException {
        Tabs tabs = new Tabs(ids, rules, interceptor, dialogs, closed);
        CdpConnection connection = CdpConnection.open(http, endpoint, deadline, tabs);
        tabs.opened = connection;
        try {
            tabs.settle(deadline);
        } catch (CdpException | InterruptedException e) {
            connection.close();
            throw e;
        }
        return tabs;
    }

    private void settle(Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode discover = CdpConnection.object().put("discover", true);
        pagesOnly(discover);
        connection().call(CdpConnection.BROWSER, "Target.setDiscoverTargets", discover, deadline);
        ObjectNode attach = CdpConnection.object()
                .put("autoAttach", true)
                .put("waitForDebuggerOnStart", true)
                .put("flatten", true);
        pagesOnly(attach);
        connection().call(CdpConnection.BROWSER, "Target.setAutoAttach", attach, deadline);
        ObjectNode none = CdpConnection.object();
        JsonNode infos = connection()
                .call(CdpConnection.BROWSER, "Target.getTargets", none, deadline)
                .path("targetInfos");
        Deadline settling = deadline.orIn(SETTLING);
        for (JsonNode info : infos) {
            if (isPage(info)) {
                awaitTab(info.path("targetId").asString(""), settling);
            }
        }
        findFront(settling);
    }

    private static void pagesOnly(ObjectNode params) {
        params.putArray("filter").addObject().put("type", "page");
    }

    private static boolean isPage(JsonNode info) {
        return info.path("type").asString("").equals("page")
                && !info.path("url").asString("").startsWith("devtools://");
    }

    /// Of the tabs that were there before, the one the user looks at is the current one.
    private void findFront(Deadline deadline) throws CdpException, InterruptedException {
        Map<Tab, CompletableFuture<JsonNode>> answers = new HashMap<>();
        for (Tab tab : all()) {
            ObjectNode question = CdpConnection.object()
                    .put("expression", "document.hasFocus() || document.visibilityState === 'visible'")
                    .put("returnByValue", true);
            answers.put(tab, tab.send(tab.session(), "Runtime.evaluate", question));
        }
        for (var entry : answers.entrySet()) {
            try {
                JsonNode answer = CdpConnection.await(entry.getValue(), "Runtime.evaluate", deadline);
                if (answer.path("result").path("value").asBoolean(false)) {
                    touch(entry.getKey());
                }
            } catch (CdpException e) {
                if (e.reason() == Reason.DISCONNECTED) {
                    throw e;
                }
                // A frozen, closing or stopped page does not answer, so it is not the one in front.
            }
        }
    }

    private CdpConnection connection() throws CdpException {
        CdpConnection connection = opened;
        if (connection == null) {
            throw new CdpException(Reason.DISCONNECTED, "The browser is not connected yet.");
        }
        return connection;
    }

    /// Asks the browser itself.
    public JsonNode call(String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        return connection().call(CdpConnection.BROWSER, method, params, deadline);
    }

    synchronized boolean connected() {
        return !gone;
    }

    /// In the order in which they appeared.
    public synchronized List<Tab> all() {
        return List.copyOf(tabs.values());
    }

    public synchronized Optional<Tab> find(int id) {
        return Optional.ofNullable(tabs.get(id));
    }

    /// Where an action goes that names no tab: the one most recently opened, navigated or activated through this
    /// connection, or opened by a page; at the beginning the one in front; else the newest.
    public synchronized Optional<Tab> current() {
        if (!recent.isEmpty()) {
            return Optional.of(recent.getLast());
        }
        return tabs.values().stream().reduce((first, second) -> second);
    }

    /// Makes a tab the current one.
    public synchronized void touch(Tab tab) {
        if (tabs.containsValue(tab)) {
            recent.remove(tab);
            recent.add(tab);
        }
    }

    public void closeTab(Tab tab, Deadline deadline) throws CdpException, InterruptedException {
        call("Target.closeTarget", CdpConnection.object().put("targetId", tab.targetId()), deadline);
    }

    /// Opens an empty tab and makes it the current one.
    public Tab open(Placement placement, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object().put("url", "about:blank");
        if (placement == Placement.BACKGROUND) {
            params.put("background", true);
        }
        String target =
                call("Target.createTarget", params, deadline).path("targetId").asString("");
        Tab tab = awaitTab(target, deadline);
        if (tab == null) {
            throw new CdpException(Reason.TIMEOUT, "The new tab did not appear in time.");
        }
        touch(tab);
        return tab;
    }

    /// @return whether it has closed before the deadline
    public synchronized boolean awaitClosed(Tab tab, Deadline deadline) throws InterruptedException {
        while (tabs.containsKey(tab.id()) && !gone) {
            long millis = deadline.millisLeft();
            if (millis == 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    private synchronized @Nullable Tab awaitTab(String target, Deadline deadline)
            throws CdpException, InterruptedException {
        while (true) {
            for (Tab tab : tabs.values()) {
                if (tab.targetId().equals(target)) {
                    return tab;
                }
            }
            long millis = deadline.millisLeft();
            if (millis == 0) {
                return null;
            }
            if (gone) {
                throw new CdpException(Reason.DISCONNECTED, "The browser has gone.");
            }
            wait(millis);
        }
    }

    /// Tells all pages whether their requests are to be paused, and waits until they know.
    void intercept(Interceptor.Mode requests, Deadline deadline) throws CdpException, InterruptedException {
        for (Tab tab : all()) {
            try {
                CdpConnection.await(tab.intercept(requests), "Fetch.enable", deadline);
            } catch (CdpException e) {
                if (e.reason() != Reason.SESSION_ENDED) {
                    throw e;
                }
            }
        }
    }

    /// Drops the connection; the browser stays.
    void close() {
        CdpConnection connection = opened;
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void onEvent(CdpEvent event) {
        JsonNode params = event.params();
        switch (event.method()) {
            case "Target.attachedToTarget" -> onAttached(event.session(), params);
            case "Target.detachedFromTarget" ->
                onDetached(params.path("sessionId").asString(""));
            case "Target.targetInfoChanged" -> {
                JsonNode info = params.path("targetInfo");
                byTarget(info.path("targetId").asString("")).ifPresent(tab -> tab.onInfo(info));
            }
            case "Target.targetCrashed" ->
                byTarget(params.path("targetId").asString(""))
                        .ifPresent(tab -> tab.onEnded(
                                "The page in tab " + tab.id() + " has crashed; page_navigate brings the tab back."));
            case "Fetch.requestPaused" -> bySession(event.session()).ifPresent(tab -> interceptor.onPaused(tab, event));
            default -> bySession(event.session()).ifPresent(tab -> tab.onEvent(event));
        }
    }

    private synchronized Optional<Tab> byTarget(String target) {
        return tabs.values().stream()
                .filter(tab -> tab.targetId().equals(target))
                .findFirst();
    }

    private synchronized Optional<Tab> bySession(String session) {
        return Optional.ofNullable(bySession.get(session));
    }

    private void onAttached(String parent, JsonNode params) {
        CdpConnection connection = opened;
        if (connection == null) {
            return;
        }
        String session = params.path("sessionId").asString("");
        JsonNode info = params.path("targetInfo");
        Optional<Tab> owner = bySession(parent);
        if (owner.isPresent()) {
            synchronized (this) {
                bySession.put(session, owner.get());
            }
            owner.get().addFrame(session, parent, interceptor.mode());
        } else if (isPage(info)) {
            Tab tab = new Tab(ids.incrementAndGet(), session, info, connection, rules, dialogs);
            tab.prepare(interceptor.mode());
            synchronized (this) {
                tabs.put(tab.id(), tab);
                bySession.put(session, tab);
                if (!info.path("openerId").asString("").isEmpty()) {
                    recent.add(tab);
                }
                notifyAll();
            }
        } else {
            connection.tell(session, "Runtime.runIfWaitingForDebugger", CdpConnection.object());
            ObjectNode detach = CdpConnection.object().put("sessionId", session);
            connection.tell(CdpConnection.BROWSER, "Target.detachFromTarget", detach);
        }
    }

    private void onDetached(String session) {
        Tab tab;
        synchronized (this) {
            tab = bySession.remove(session);
            if (tab == null) {
                return;
            }
            if (tab.session().equals(session)) {
                forget(tab);
            }
        }
        if (tab.session().equals(session)) {
            tab.onEnded("Tab " + tab.id() + " has been closed.");
        } else {
            tab.removeFrame(session);
        }
    }

    @GuardedBy("this")
    private void forget(Tab tab) {
        tabs.remove(tab.id());
        recent.remove(tab);
        bySession.values().removeIf(tab::equals);
        notifyAll();
    }

    @Override
    public void onClosed() {
        List<Tab> left;
        synchronized (this) {
            gone = true;
            left = all();
            tabs.clear();
            recent.clear();
            bySession.clear();
            notifyAll();
        }
        left.forEach(tab -> tab.onEnded("The browser has gone."));
        closed.run();
    }
}
