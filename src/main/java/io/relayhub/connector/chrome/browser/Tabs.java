package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpDialer;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.CdpListener;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.download.Download;
import io.relayhub.connector.chrome.download.Downloads;
import io.relayhub.connector.chrome.history.OriginRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
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

    private final AtomicInteger ids;
    private final OriginRules rules;
    private final Interceptor interceptor;
    private final Dialogs.Policy dialogs;
    private final Downloads downloads;
    private final Runnable closed;
    private final TabTable table = new TabTable();
    private final Contexts contexts;
    // Held while a tab is opened for an agent that has none, so that its next action does not open one more.
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable CdpConnection opened;

    // Where nobody sees a window, each tab gets one of its own: a tab behind another one draws once a second only, and
    // what its page moves stands still.
    private volatile boolean windowless;

    // Held, never for long, from asking the interceptor for its mode until the tabs are told: what tabs hear last is
    // what is so, and no new tab slips through.
    private final Object interception = new Object();

    private Tabs(
            AtomicInteger ids,
            OriginRules rules,
            Interceptor interceptor,
            Dialogs.Policy dialogs,
            Downloads downloads,
            Runnable closed) {
        this.ids = ids;
        this.rules = rules;
        this.interceptor = interceptor;
        this.dialogs = dialogs;
        this.downloads = downloads;
        this.closed = closed;
        this.contexts = new Contexts(this, ids, interceptor);
    }

    /// Connects to a browser and attaches to all its pages.
    ///
    /// @param ids    the source of tab ids; goes on over restarts
    /// @param closed called once when the connection has gone
    static Tabs attach(
            CdpDialer dialer,
            URI endpoint,
            AtomicInteger ids,
            OriginRules rules,
            Interceptor interceptor,
            Dialogs.Policy dialogs,
            Downloads downloads,
            Runnable closed,
            Deadline deadline)
            throws CdpException, InterruptedException {
        Tabs tabs = new Tabs(ids, rules, interceptor, dialogs, downloads, closed);
        CdpConnection connection = dialer.open(endpoint, deadline, tabs);
        tabs.opened = connection;
        try {
            tabs.downloads(connection).send(downloads.shared(), "", deadline);
            new FirstLook(connection, tabs.table).take(deadline);
            tabs.windowless = tabs.call("Browser.getVersion", CdpConnection.object(), deadline)
                    .path("userAgent")
                    .asString("")
                    .contains("Headless");
        } catch (CdpException | InterruptedException e) {
            connection.close();
            throw e;
        }
        return tabs;
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

    boolean connected() {
        return !table.sealed();
    }

    /// In the order in which they appeared.
    public List<Tab> all() {
        return table.all();
    }

    public Optional<Tab> find(int id) {
        return table.find(id);
    }

    /// Where an agent's action goes that names no tab, as it is now (docs/chrome.md, "Which tab").
    public Optional<Tab> current(String agent, Optional<Contexts.Context> context) {
        return table.current(agent, within(context));
    }

    /// The same, and the tab is the agent's from then on. Where all tabs are others', one is opened behind them.
    ///
    /// @return empty where there is none, and agents are not told apart
    public Optional<Tab> take(String agent, Optional<Contexts.Context> context, Deadline deadline)
            throws CdpException, InterruptedException {
        Optional<Tab> tab = table.take(agent, within(context));
        if (tab.isPresent() || agent.isEmpty()) {
            return tab;
        }
        if (!opening.tryLock(deadline.millisLeft(), TimeUnit.MILLISECONDS)) {
            throw new CdpException(Reason.TIMEOUT, "Other agents' tabs are still being opened.");
        }
        try {
            Optional<Tab> meanwhile = table.take(agent, within(context));
            return meanwhile.isPresent()
                    ? meanwhile
                    : Optional.of(open(Placement.BACKGROUND, context, agent, deadline));
        } finally {
            opening.unlock();
        }
    }

    private Predicate<Tab> within(Optional<Contexts.Context> context) {
        return context.<Predicate<Tab>>map(own -> tab -> tab.contextId().equals(own.id()))
                .orElse(tab -> contexts.nameOf(tab.contextId()).isEmpty());
    }

    /// An agent has gone: its tabs are free for others.
    ///
    /// @return whether it leaves contexts to be closed after a while, with [Contexts#closeOver]
    public boolean leave(String agent) {
        table.leave(agent);
        return contexts.leave(agent);
    }

    public Contexts contexts() {
        return contexts;
    }

    /// Downloads of a new context's pages are kept for agents.
    void keepDownloads(String contextId, Deadline deadline) throws CdpException, InterruptedException {
        downloads(connection()).send(Downloads.Destination.CONNECTOR, contextId, deadline);
    }

    /// Ends a download that is under way.
    public void cancel(Download download) throws CdpException {
        downloads(connection()).cancel(download);
    }

    private DownloadWatch downloads(CdpConnection connection) {
        return new DownloadWatch(connection, table, contexts, rules, downloads);
    }

    /// Makes a tab the current one, and the agent's own.
    public void touch(Tab tab, String agent) {
        table.touch(tab, agent);
    }

    public void closeTab(Tab tab, Deadline deadline) throws CdpException, InterruptedException {
        call("Target.closeTarget", CdpConnection.object().put("targetId", tab.targetId()), deadline);
    }

    /// Opens an empty tab and makes it the current one of its context and of the agent.
    public Tab open(Placement placement, Optional<Contexts.Context> context, String agent, Deadline deadline)
            throws CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object().put("url", "about:blank");
        context.ifPresent(own -> params.put("browserContextId", own.id()));
        if (placement == Placement.BACKGROUND) {
            params.put("background", true);
        }
        if (windowless) {
            params.put("newWindow", true);
        }
        String target =
                call("Target.createTarget", params, deadline).path("targetId").asString("");
        Tab tab = table.awaitTarget(target, deadline);
        if (tab == null) {
            throw new CdpException(Reason.TIMEOUT, "The new tab did not appear in time.");
        }
        tab.belongsToAgents();
        touch(tab, agent);
        tab.emulateFocus();
        return tab;
    }

    /// @return whether it has closed before the deadline
    public boolean awaitClosed(Tab tab, Deadline deadline) throws InterruptedException {
        return table.awaitGone(tab, deadline);
    }

    /// Tells all pages whether their requests are to be paused, and waits until they know.
    void refreshInterception(Deadline deadline) throws CdpException, InterruptedException {
        List<CompletableFuture<Void>> told;
        synchronized (interception) {
            Interceptor.Mode requests = interceptor.mode();
            told = all().stream().map(tab -> tab.intercept(requests)).toList();
        }
        for (CompletableFuture<Void> tab : told) {
            try {
                CdpConnection.await(tab, "Fetch.enable", deadline);
            } catch (CdpException e) {
                if (e.reason() != Reason.SESSION_ENDED && e.reason() != Reason.BLOCKED) {
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
                table.byTarget(info.path("targetId").asString("")).ifPresent(tab -> tab.onInfo(info));
            }
            case "Target.targetCrashed" ->
                table.byTarget(params.path("targetId").asString("")).ifPresent(tab -> tab.onCrashed(tab.session()));
            case "Browser.downloadWillBegin", "Browser.downloadProgress" -> {
                CdpConnection connection = opened;
                if (connection != null) {
                    downloads(connection).onEvent(event);
                }
            }
            case "Fetch.requestPaused" ->
                table.bySession(event.session()).ifPresent(tab -> interceptor.onPaused(tab, event));
            default -> table.bySession(event.session()).ifPresent(tab -> tab.onEvent(event));
        }
    }

    private void onAttached(String parent, JsonNode params) {
        CdpConnection connection = opened;
        if (connection == null) {
            return;
        }
        synchronized (interception) {
            attach(connection, parent, params);
        }
    }

    @GuardedBy("interception")
    private void attach(CdpConnection connection, String parent, JsonNode params) {
        String session = params.path("sessionId").asString("");
        JsonNode info = params.path("targetInfo");
        Optional<Tab> owner = table.bySession(parent);
        if (owner.isPresent()) {
            table.addSession(session, owner.get());
            owner.get().addFrame(session, parent, interceptor.mode());
        } else if (FirstLook.isPage(info)) {
            Tab tab = new Tab(ids.incrementAndGet(), session, info, connection, rules, dialogs);
            tab.prepare(interceptor.mode());
            table.add(tab);
            String opener = info.path("openerId").asString("");
            if (!opener.isEmpty()) {
                table.opened(tab, opener);
            }
        } else {
            connection.tell(session, "Runtime.runIfWaitingForDebugger", CdpConnection.object());
            ObjectNode detach = CdpConnection.object().put("sessionId", session);
            connection.tell(CdpConnection.BROWSER, "Target.detachFromTarget", detach);
        }
    }

    private void onDetached(String session) {
        Optional<Tab> owner = table.removeSession(session);
        if (owner.isEmpty()) {
            return;
        }
        Tab tab = owner.get();
        if (tab.session().equals(session)) {
            end(tab, "Tab " + tab.id() + " has been closed.");
        } else {
            tab.removeFrame(session);
        }
    }

    private void end(Tab tab, String sentence) {
        tab.onEnded(sentence);
        interceptor.onClosed(tab);
    }

    @Override
    public void onClosed() {
        table.seal().forEach(tab -> end(tab, "The browser has gone."));
        contexts.all().forEach(interceptor::onContextClosed);
        downloads.interrupted();
        closed.run();
    }
}
