package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.LogEntry;
import io.relayhub.connector.chrome.history.LogHistory;
import io.relayhub.connector.chrome.history.NetworkHistory;
import io.relayhub.connector.chrome.history.OriginRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One page of the browser, watched from the moment it is attached. Events come on the connection's reading thread;
/// everything else may be called from any.
public final class Tab {
    /// What to do with `alert`, `confirm` and `prompt`, which stop a page until they are answered.
    enum Dialogs {
        /// Nobody sits in front of this browser: they are dismissed and noted in the log.
        DISMISS,
        /// They belong to the user.
        LEAVE
    }

    /// How far the newest document of the main frame has come.
    ///
    /// @param loader  Chrome's id of this navigation
    /// @param reached `DOMContentLoaded`, `load`, …
    private record Document(String loader, Set<String> reached) {}

    private static final int MAX_LOADERS = 32;
    private static final int MAX_POST_DATA = 65_536;
    private static final int BODY_BUFFER = 10 << 20;
    private static final int TOTAL_BODY_BUFFER = 32 << 20;

    private final int id;
    private final String targetId;
    private final String session;
    private final CdpConnection connection;
    private final OriginRules rules;
    private final Dialogs dialogs;
    private final NetworkHistory network;
    private final LogHistory logs = new LogHistory();
    private final Frames frames;
    private final References references = new References();
    private final ReentrantLock input = new ReentrantLock();

    // Set by prepare(), before anybody else sees this tab.
    private CompletableFuture<?> ready = CompletableFuture.completedFuture(null);

    @GuardedBy("this")
    private String url;

    @GuardedBy("this")
    private String title;

    @GuardedBy("this")
    private Document document = new Document("", new HashSet<>());

    // The last navigations, the newest at the end.
    @GuardedBy("this")
    private final List<String> loaders = new ArrayList<>();

    @GuardedBy("this")
    private @Nullable String openDialog;

    // A sentence; null while it lives.
    @GuardedBy("this")
    private @Nullable String ending;

    Tab(int id, String session, JsonNode info, CdpConnection connection, OriginRules rules, Dialogs dialogs) {
        this.id = id;
        this.session = session;
        this.targetId = info.path("targetId").asString("");
        this.url = info.path("url").asString("");
        this.title = info.path("title").asString("");
        this.connection = connection;
        this.rules = rules;
        this.dialogs = dialogs;
        this.network = new NetworkHistory(rules);
        this.frames = new Frames(targetId);
    }

    /// Never used again for another tab, also not after the browser's restart.
    public int id() {
        return id;
    }

    String targetId() {
        return targetId;
    }

    public String session() {
        return session;
    }

    public synchronized String url() {
        return url;
    }

    public synchronized String title() {
        return title;
    }

    public NetworkHistory network() {
        return network;
    }

    public LogHistory logs() {
        return logs;
    }

    public Frames frames() {
        return frames;
    }

    public References references() {
        return references;
    }

    /// Held while one agent clicks or types, so that another one's keys don't get in between.
    public ReentrantLock input() {
        return input;
    }

    /// Whether the operator lets agents touch the page that is shown now.
    public boolean permitted() {
        String now = url();
        return frames.main()
                .map(main -> rules.permitsDocument(main.origin(), now))
                .orElseGet(() -> rules.permits(now));
    }

    /// The frames whose documents may be touched, the main frame first.
    public List<Frames.Frame> permittedFrames() {
        return frames.all().stream()
                .filter(frame -> rules.permitsDocument(frame.origin(), frame.url()))
                .toList();
    }

    /// Asks the tab's own session; see [CdpConnection#call].
    public JsonNode call(String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        return call(session, method, params, deadline);
    }

    /// Asks one of the tab's sessions.
    public JsonNode call(String target, String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        awaitReady(deadline);
        try {
            return connection.call(target, method, params, deadline);
        } catch (CdpException e) {
            throw explained(e);
        }
    }

    /// Sends without waiting; for commands that are sent many at a time.
    public CompletableFuture<JsonNode> send(String target, String method, ObjectNode params) {
        return connection.send(target, method, params);
    }

    private synchronized CdpException explained(CdpException e) {
        return switch (e.reason()) {
            case SESSION_ENDED -> new CdpException(Reason.SESSION_ENDED, ending == null ? e.sentence() : ending);
            case TIMEOUT ->
                openDialog == null
                        ? e
                        : new CdpException(
                                Reason.TIMEOUT,
                                "Tab " + id + " shows a dialog (" + openDialog
                                        + ") that has to be answered in the browser first.");
            case REFUSED, DISCONNECTED -> e;
        };
    }

    private void awaitReady(Deadline deadline) throws CdpException, InterruptedException {
        if (!ready.isDone()) {
            CdpConnection.await(ready, "attaching to tab " + id, deadline);
        }
    }

    /// Sends a command whose outcome does not matter.
    public void tell(String target, String method, ObjectNode params) {
        connection.tell(target, method, params);
    }

    /// Lets the page believe that it is in front. Without it a page in the background draws and answers the mouse
    /// late or never.
    public void emulateFocus(Deadline deadline) throws CdpException, InterruptedException {
        call("Emulation.setFocusEmulationEnabled", CdpConnection.object().put("enabled", true), deadline);
    }

    /// What one waits for in a tab. Asked again after every event of it.
    @FunctionalInterface
    public interface Condition {
        boolean holds();
    }

    /// Waits until the condition holds or the deadline has passed.
    ///
    /// @return whether it holds
    /// @throws CdpException when the tab goes meanwhile
    public synchronized boolean await(Condition condition, Deadline deadline)
            throws CdpException, InterruptedException {
        while (!condition.holds()) {
            String gone = ending;
            if (gone != null) {
                throw new CdpException(Reason.SESSION_ENDED, gone);
            }
            long millis = deadline.millisLeft();
            if (millis == 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /// Whether the navigation with this loader, or one that has followed it, has come to this point
    /// (`DOMContentLoaded`, `load`).
    public synchronized boolean reached(String loader, String point) {
        return loaders.contains(loader) && document.reached().contains(point);
    }

    /// A crashed page may be navigated; it lives again from now on.
    public synchronized void revive() {
        ending = null;
    }

    // ---- The rest is for Tabs.

    /// Switches on what is recorded, then lets a new page begin.
    void prepare(Interceptor.Mode requests) {
        ready = all(prepareSession(session, requests)).handle((done, failure) -> null);
    }

    private List<CompletableFuture<?>> prepareSession(String target, Interceptor.Mode requests) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        answers.add(send(target, "Page.enable", CdpConnection.object()));
        answers.add(send(target, "Page.getFrameTree", CdpConnection.object())
                .thenAccept(tree -> frames.onTree(tree.path("frameTree"))));
        answers.add(send(
                target, "Page.setLifecycleEventsEnabled", CdpConnection.object().put("enabled", true)));
        answers.add(send(target, "Runtime.enable", CdpConnection.object()));
        answers.add(send(
                target,
                "Network.enable",
                CdpConnection.object()
                        .put("maxPostDataSize", MAX_POST_DATA)
                        .put("maxResourceBufferSize", BODY_BUFFER)
                        .put("maxTotalBufferSize", TOTAL_BODY_BUFFER)
                        .put("enableDurableMessages", true)));
        answers.add(send(target, "Log.enable", CdpConnection.object()));
        ObjectNode children = CdpConnection.object()
                .put("autoAttach", true)
                .put("waitForDebuggerOnStart", true)
                .put("flatten", true);
        children.putArray("filter").addObject().put("type", "iframe");
        answers.add(send(target, "Target.setAutoAttach", children));
        if (requests == Interceptor.Mode.PAUSED) {
            answers.add(intercept(target, requests));
        }
        answers.add(send(target, "Runtime.runIfWaitingForDebugger", CdpConnection.object()));
        return answers;
    }

    private CompletableFuture<JsonNode> intercept(String target, Interceptor.Mode requests) {
        String command = switch (requests) {
            case PAUSED -> "Fetch.enable";
            case PASSING -> "Fetch.disable";
        };
        return send(target, command, CdpConnection.object());
    }

    CompletableFuture<Void> intercept(Interceptor.Mode requests) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        answers.add(intercept(session, requests));
        frames.childSessions().forEach(child -> answers.add(intercept(child, requests)));
        return all(answers);
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<?>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    void addFrame(String child, String parent, Interceptor.Mode requests) {
        frames.addSession(child, parent);
        prepareSession(child, requests);
    }

    void removeFrame(String child) {
        frames.removeSession(child);
        connection.sessionEnded(child, "A frame of tab " + id + " has gone.");
    }

    void onInfo(JsonNode info) {
        synchronized (this) {
            url = info.path("url").asString(url);
            title = info.path("title").asString(title);
            notifyAll();
        }
    }

    /// The tab is gone or its process is: everything that waits for it fails with this sentence.
    void onEnded(String sentence) {
        synchronized (this) {
            ending = sentence;
            notifyAll();
        }
        connection.sessionEnded(session, sentence);
        frames.childSessions().forEach(child -> connection.sessionEnded(child, sentence));
    }

    void onEvent(CdpEvent event) {
        switch (domain(event.method())) {
            case "Network" -> network.onEvent(event);
            case "Runtime" -> onRuntime(event);
            case "Log" -> {
                if (permitted()) {
                    logs.onEvent(event);
                }
            }
            case "Page" -> onPage(event);
            default -> {
                // Domains that nobody switched on.
            }
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private static String domain(String method) {
        int dot = method.indexOf('.');
        return dot < 0 ? method : method.substring(0, dot);
    }

    private void onRuntime(CdpEvent event) {
        frames.onEvent(event);
        JsonNode params = event.params();
        int context = params.path("executionContextId")
                .asInt(params.path("exceptionDetails")
                        .path("executionContextId")
                        .asInt(0));
        frames.ofContext(event.session(), context)
                .filter(frame -> rules.permitsDocument(frame.origin(), frame.url()))
                .ifPresent(frame -> logs.onEvent(event));
    }

    private void onPage(CdpEvent event) {
        frames.onEvent(event);
        JsonNode params = event.params();
        switch (event.method()) {
            case "Page.frameNavigated" -> onNavigated(params.path("frame"));
            case "Page.navigatedWithinDocument" -> {
                if (params.path("frameId").asString("").equals(targetId)) {
                    onInfo(params);
                }
            }
            case "Page.lifecycleEvent" -> onLifecycle(params);
            case "Page.javascriptDialogOpening" -> onDialog(event.session(), params);
            case "Page.javascriptDialogClosed" -> {
                synchronized (this) {
                    openDialog = null;
                }
            }
            default -> {
                // Chrome tells more of pages than is needed.
            }
        }
    }

    private void onNavigated(JsonNode frame) {
        if (frame.path("id").asString("").equals(targetId)) {
            references.clear();
            network.restart();
            synchronized (this) {
                url = frame.path("url").asString(url);
            }
        }
    }

    private synchronized void onLifecycle(JsonNode params) {
        if (!params.path("frameId").asString("").equals(targetId)) {
            return;
        }
        String loader = params.path("loaderId").asString("");
        if (!document.loader().equals(loader)) {
            document = new Document(loader, new HashSet<>());
            loaders.add(loader);
            if (loaders.size() > MAX_LOADERS) {
                loaders.removeFirst();
            }
        }
        document.reached().add(params.path("name").asString(""));
    }

    private void onDialog(String target, JsonNode params) {
        String type = params.path("type").asString("dialog");
        logs.add(new LogEntry(
                System.currentTimeMillis(),
                "info",
                "dialog",
                type + ": " + params.path("message").asString(""),
                params.path("url").asString(""),
                0));
        switch (dialogs) {
            case DISMISS -> {
                boolean accept = type.equals("alert") || type.equals("beforeunload");
                connection.tell(
                        target,
                        "Page.handleJavaScriptDialog",
                        CdpConnection.object().put("accept", accept));
            }
            case LEAVE -> {
                synchronized (this) {
                    openDialog = type;
                }
            }
        }
    }
}
