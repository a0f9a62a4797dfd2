package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames;
import io.relayhub.connector.chrome.document.Navigations;
import io.relayhub.connector.chrome.document.References;
import io.relayhub.connector.chrome.history.LogHistory;
import io.relayhub.connector.chrome.history.MessageHistory;
import io.relayhub.connector.chrome.history.NetworkHistory;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.trace.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One page of the browser, watched from the moment it is attached. Events come on the connection's reading thread;
/// everything else may be called from any.
public final class Tab {
    private final int id;
    private final String targetId;
    private final String session;
    private final TabCalls calls;
    private final OriginRules rules;
    private final NetworkHistory network;
    private final LogHistory logs = new LogHistory();
    private final MessageHistory messages;
    private final Frames frames;
    private final References references = new References();
    private final InputState input = new InputState();
    private final Recording recording = new Recording();
    private final Life life = new Life();
    private final Navigations navigations = new Navigations();
    private final Dialogs dialogs;
    private final SessionSetup setup;
    private final TabRecorder recorder;
    private final String contextId;

    @GuardedBy("this")
    private String url;

    @GuardedBy("this")
    private String title;

    // Whose tab this is: an agent's own may always be left and closed.
    @GuardedBy("this")
    private boolean agents;

    // The navigation that an agent asked for last.
    @GuardedBy("this")
    private String sentBy = "-";

    Tab(int id, String session, JsonNode info, CdpConnection connection, OriginRules rules, Dialogs.Policy policy) {
        this.id = id;
        this.session = session;
        this.targetId = info.path("targetId").asString("");
        this.url = info.path("url").asString("");
        this.title = info.path("title").asString("");
        this.contextId = info.path("browserContextId").asString("");
        this.rules = rules;
        this.network = new NetworkHistory(rules);
        this.messages = new MessageHistory(network);
        this.frames = new Frames(targetId);
        this.dialogs = new Dialogs(policy, id, connection);
        this.calls = new TabCalls(id, session, connection, life, dialogs);
        this.setup = new SessionSetup(connection, frames);
        this.recorder = new TabRecorder(this, rules, navigations, dialogs);
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

    /// Chrome's id of the browser context to which it belongs.
    public String contextId() {
        return contextId;
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

    public MessageHistory messages() {
        return messages;
    }

    public Frames frames() {
        return frames;
    }

    public References references() {
        return references;
    }

    /// Chrome's id of the main frame, whatever it shows.
    public String mainFrameId() {
        return targetId;
    }

    public Recording recording() {
        return recording;
    }

    public InputState input() {
        return input;
    }

    /// Whether the operator lets agents touch the page that is shown now.
    public boolean permitted() {
        String now = url();
        return frames.main()
                .map(main -> rules.permitsDocument(main.origin(), now))
                .orElseGet(() -> rules.permits(now));
    }

    /// Whether agents may leave this page or close the tab, be it permitted or not: one of them has opened the tab,
    /// or has brought it to this page.
    public boolean mayBeLeft() {
        synchronized (this) {
            if (agents || navigations.isCurrent(sentBy)) {
                return true;
            }
        }
        return permitted();
    }

    synchronized void belongsToAgents() {
        agents = true;
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

    /// Asks one of the tab's sessions; see [TabCalls#call].
    public JsonNode call(String target, String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        return calls.call(target, method, params, deadline);
    }

    /// Sends the tab to another document (`Page.navigate`, `Page.reload`, …), which a crashed one survives.
    public JsonNode navigate(String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        JsonNode answer = calls.navigate(method, params, deadline);
        synchronized (this) {
            sentBy = answer.path("loaderId").asString(sentBy);
        }
        return answer;
    }

    /// Shows the tab to the user, also one whose page can't answer.
    public void bringToFront(Deadline deadline) throws CdpException, InterruptedException {
        calls.anyway("Page.bringToFront", deadline);
    }

    /// Sends without waiting; for commands that are sent many at a time.
    public CompletableFuture<JsonNode> send(String target, String method, ObjectNode params) {
        return calls.connection().send(target, method, params);
    }

    /// Sends a command whose outcome does not matter.
    public void tell(String target, String method, ObjectNode params) {
        calls.connection().tell(target, method, params);
    }

    /// Lets the page believe that it is in front. Without it a page in the background draws and answers the mouse
    /// late or never.
    public void emulateFocus() {
        tell(
                session,
                "Emulation.setFocusEmulationEnabled",
                CdpConnection.object().put("enabled", true));
    }

    /// Waits until the condition holds or the deadline has passed.
    ///
    /// @param condition asked again after every event of the tab
    /// @return whether it holds
    /// @throws CdpException when the tab goes meanwhile
    public boolean await(BooleanSupplier condition, Deadline deadline) throws CdpException, InterruptedException {
        return life.await(condition, deadline);
    }

    /// How far the newest document has come, and whether another one is on its way.
    public Navigations navigations() {
        return navigations;
    }

    public Dialogs dialogs() {
        return dialogs;
    }

    // ---- The rest is for Tabs.

    /// Switches on what is recorded, then lets a new page begin.
    void prepare(Interceptor.Mode requests) {
        calls.readyWhen(setup.prepare(session, requests));
    }

    /// @return completes when all sessions know
    CompletableFuture<Void> intercept(Interceptor.Mode requests) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        answers.add(setup.intercept(session, requests));
        frames.childSessions().forEach(child -> answers.add(setup.intercept(child, requests)));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    void addFrame(String child, String parent, Interceptor.Mode requests) {
        frames.addSession(child, parent);
        CompletableFuture<Void> _ = setup.prepare(child, requests);
    }

    void removeFrame(String child) {
        frames.removeSession(child);
        network.sessionEnded(child);
        calls.connection().failOpen(child, Reason.SESSION_ENDED, "A frame of tab " + id + " has gone.");
    }

    void onInfo(JsonNode info) {
        synchronized (this) {
            url = info.path("url").asString(url);
            title = info.path("title").asString(title);
        }
        life.stir();
    }

    /// The tab is gone for good: everything that waits for it fails with this sentence.
    void onEnded(String sentence) {
        life.end(sentence);
        recording.end(sentence);
        failOpen(Reason.SESSION_ENDED, sentence);
    }

    /// The process of the page, or of one of its frames, is gone.
    ///
    /// @param crashed its session
    void onCrashed(String crashed) {
        frames.forgetDocuments(crashed);
        network.sessionEnded(crashed);
        if (crashed.equals(session)) {
            String sentence = "The page in tab " + id + " has crashed; page_navigate brings the tab back.";
            life.crash(sentence);
            failOpen(Reason.SESSION_ENDED, sentence);
        } else {
            calls.connection().failOpen(crashed, Reason.SESSION_ENDED, "A frame of tab " + id + " has crashed.");
        }
    }

    /// Everything that waits for the tab fails.
    void failOpen(Reason reason, String sentence) {
        calls.connection().failOpen(session, reason, sentence);
        frames.childSessions().forEach(child -> calls.connection().failOpen(child, reason, sentence));
    }

    /// The main frame has a new document, after a crash as well.
    void onNavigated(JsonNode frame) {
        life.revive();
        references.clear();
        network.restart(frame.path("loaderId").asString(""));
        synchronized (this) {
            url = Frames.address(frame);
        }
    }

    void onEvent(CdpEvent event) {
        recorder.onEvent(event);
        life.stir();
    }
}
