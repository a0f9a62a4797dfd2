package io.relayhub.connector.chrome.document;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The documents of one tab and the script worlds in which each can be asked. Frames of other sites have sessions of
/// their own. Written by the connection's reading thread, read by any.
public final class Frames {
    /// A document as it is now. After a navigation its context is gone, and commands to it are refused: what was
    /// permitted for this document is never done to the next one.
    ///
    /// @param session   where it is asked
    /// @param contextId Chrome's unique id of the page's own script world
    /// @param engineId  that of the connector's world in the same document; empty while it is not there yet
    /// @param origin    whose it is
    public record Frame(String session, String frameId, String contextId, String engineId, String origin, String url) {
        public boolean answers() {
            return !engineId.isEmpty();
        }
    }

    private record Context(String session, int number, String frameId, String uniqueId, String origin) {
        boolean isOf(String frame, String inSession) {
            return frameId.equals(frame) && session.equals(inSession);
        }
    }

    private final String mainFrame;

    @GuardedBy("this")
    private final Map<String, Context> contexts = new LinkedHashMap<>();

    // The connector's own worlds, by the same key.
    @GuardedBy("this")
    private final Map<String, Context> engines = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, String> urls = new HashMap<>();

    // A frame of another site: its session, to the session of the frame around it.
    @GuardedBy("this")
    private final Map<String, String> parents = new LinkedHashMap<>();

    public Frames(String mainFrame) {
        this.mainFrame = mainFrame;
    }

    /// Whether one of them has Chrome's id.
    public boolean has(String frameId) {
        return all().stream().anyMatch(frame -> frame.frameId().equals(frameId));
    }

    /// The main frame first.
    public synchronized List<Frame> all() {
        List<Frame> all = new ArrayList<>();
        for (Context context : contexts.values()) {
            Frame frame = frame(context);
            all.add(context.frameId().equals(mainFrame) ? 0 : all.size(), frame);
        }
        return all;
    }

    @GuardedBy("this")
    private Frame frame(Context context) {
        String engine = "";
        for (Context other : engines.values()) {
            if (other.frameId().equals(context.frameId())
                    && other.session().equals(context.session())
                    && other.origin().equals(context.origin())) {
                engine = other.uniqueId();
            }
        }
        return new Frame(
                context.session(),
                context.frameId(),
                context.uniqueId(),
                engine,
                context.origin(),
                urls.getOrDefault(context.frameId(), ""));
    }

    /// Chrome's number of the connector's world in a document, where its unique id does not serve; empty when the
    /// document has gone.
    public synchronized Optional<Integer> engineNumber(Frame frame) {
        return engines.values().stream()
                .filter(context -> context.uniqueId().equals(frame.engineId()))
                .map(Context::number)
                .findFirst();
    }

    public Optional<Frame> main() {
        return all().stream().filter(frame -> frame.frameId().equals(mainFrame)).findFirst();
    }

    /// The session of the frame around a frame of another site; null for the tab's own session.
    public synchronized @Nullable String parentSession(String session) {
        return parents.get(session);
    }

    public synchronized List<String> childSessions() {
        return List.copyOf(parents.keySet());
    }

    public synchronized Optional<Frame> ofContext(String session, int number) {
        for (Context context : contexts.values()) {
            if (context.number() == number && context.session().equals(session)) {
                return Optional.of(frame(context));
            }
        }
        return Optional.empty();
    }

    /// The process of a session has crashed, with its documents.
    public synchronized void forgetDocuments(String session) {
        contexts.values().removeIf(context -> context.session().equals(session));
        engines.values().removeIf(context -> context.session().equals(session));
    }

    public synchronized void addSession(String session, String parent) {
        parents.put(session, parent);
    }

    public synchronized void removeSession(String session) {
        parents.remove(session);
        forgetDocuments(session);
    }

    public synchronized void onEvent(CdpEvent event) {
        JsonNode params = event.params();
        switch (event.method()) {
            case "Runtime.executionContextCreated" -> created(event.session(), params.path("context"));
            case "Runtime.executionContextDestroyed" -> {
                contexts.remove(params.path("executionContextUniqueId").asString(""));
                engines.remove(params.path("executionContextUniqueId").asString(""));
            }
            case "Runtime.executionContextsCleared" -> forgetDocuments(event.session());
            case "Page.frameNavigated" -> navigated(params.path("frame"));
            case "Page.navigatedWithinDocument" ->
                urls.put(params.path("frameId").asString(""), params.path("url").asString(""));
            case "Page.frameDetached" -> detached(event.session(), params);
            default -> {
                // Not about frames.
            }
        }
    }

    /// An answer of `Page.getFrameTree`: what was there before its events were heard.
    public synchronized void onTree(JsonNode tree) {
        JsonNode frame = tree.path("frame");
        urls.putIfAbsent(frame.path("id").asString(""), address(frame));
        tree.path("childFrames").forEach(this::onTree);
    }

    @GuardedBy("this")
    private void created(String session, JsonNode context) {
        JsonNode auxiliary = context.path("auxData");
        boolean own = context.path("name").asString("").equals(Engine.WORLD)
                && auxiliary.path("type").asString("").equals("isolated");
        if (own || auxiliary.path("isDefault").asBoolean(false)) {
            String id = context.path("uniqueId").asString("");
            Context created = new Context(
                    session,
                    context.path("id").asInt(0),
                    auxiliary.path("frameId").asString(""),
                    id,
                    context.path("origin").asString(""));
            (own ? engines : contexts).put(id, created);
        }
    }

    /// An address as a browser shows it: Chrome gives the fragment by itself.
    public static String address(JsonNode frame) {
        return frame.path("url").asString("") + frame.path("urlFragment").asString("");
    }

    @GuardedBy("this")
    private void navigated(JsonNode frame) {
        String id = frame.path("id").asString("");
        urls.put(id, address(frame));
        if (id.equals(mainFrame)) {
            urls.keySet().removeIf(other -> !other.equals(mainFrame));
        }
    }

    @GuardedBy("this")
    private void detached(String session, JsonNode params) {
        // "swap": the frame goes on in another process, with a session of its own.
        String frame = params.path("frameId").asString("");
        contexts.values().removeIf(context -> context.isOf(frame, session));
        engines.values().removeIf(context -> context.isOf(frame, session));
        if (!params.path("reason").asString("").equals("swap")) {
            urls.remove(frame);
        }
    }
}
