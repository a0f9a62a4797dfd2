package io.relayhub.connector.chrome;

import io.relayhub.connector.chrome.action.ChromeActions;
import io.relayhub.connector.chrome.browser.Browser;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpLine;
import io.relayhub.connector.chrome.cdp.CdpListener;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.mock.Mocks;
import io.relayhub.connector.chrome.source.AttachedBrowser;
import io.relayhub.connector.spi.ActionException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A browser with one page, `https://site.example/`, in which a test decides what each command is answered. No process,
/// no network.
final class ScriptedChrome implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String TARGET =
            "{\"targetId\":\"T\",\"type\":\"page\",\"url\":\"https://site.example/\",\"title\":\"Site\"}";

    private final Map<String, Function<JsonNode, String>> answers = new ConcurrentHashMap<>();
    // Further pages, each with its context.
    private final Map<String, String> others = new ConcurrentHashMap<>();
    private final AtomicInteger targets = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final ExecutorService wire =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final HttpClient http = HttpClient.newHttpClient();
    private final Browser browser;
    private final ChromeActions actions;
    private final CompletableFuture<CdpConnection> connection = new CompletableFuture<>();

    ScriptedChrome() {
        answers.put("Target.createTarget", params -> "{\"targetId\":\"T" + targets.get() + "\"}");
        AtomicInteger contexts = new AtomicInteger();
        answers.put(
                "Target.createBrowserContext",
                params -> "{\"browserContextId\":\"X" + contexts.incrementAndGet() + "\"}");
        answers.put("Target.getTargets", params -> "{\"targetInfos\":[" + TARGET + "]}");
        answers.put(
                "Page.getFrameTree",
                params -> "{\"frameTree\":{\"frame\":{\"id\":\"T\",\"url\":\"https://site.example/\"}}}");
        OriginRules rules = new OriginRules(List.of());
        Mocks mocks = new Mocks();
        this.browser = Browser.start(
                (endpoint, deadline, listener) -> open(listener),
                new AttachedBrowser(http, URI.create("ws://browser.example/")),
                rules,
                mocks,
                notice -> {});
        this.actions = new ChromeActions(browser, rules, mocks, http);
    }

    ChromeActions actions() {
        return actions;
    }

    /// @param answer from a command's parameters to its result as JSON; one that begins with `!` is an error's message
    ScriptedChrome on(String method, Function<JsonNode, String> answer) {
        answers.put(method, answer);
        return this;
    }

    /// The commands so far, such as `Input.dispatchMouseEvent mousePressed`.
    List<String> commands() {
        return commands;
    }

    JsonNode ask(String action, String data) throws ActionException, InterruptedException {
        return askAs("", action, data);
    }

    /// One of several agents, as the hub names it.
    JsonNode askAs(String agent, String action, String data) throws ActionException, InterruptedException {
        return actions.perform(action, MAPPER.readTree(data), agent, Deadline.in(Duration.ofSeconds(10)));
    }

    /// @return whether contexts are to be closed
    boolean leave(String agent) {
        return browser.connected().orElseThrow().leave(agent);
    }

    /// Closes contexts whose agents have been gone for so long.
    void closeContexts(Duration grace) throws Exception {
        browser.connected().orElseThrow().contexts().closeOver(grace, Deadline.in(Duration.ofSeconds(10)));
    }

    ActionException refusal(String action, String data) throws InterruptedException {
        try {
            throw new AssertionError("expected an error of " + action + ", got " + ask(action, data));
        } catch (ActionException e) {
            return e;
        }
    }

    /// Asks for something that this browser can't do to the end.
    void askAnyhow(String action, String data) throws InterruptedException {
        try {
            actions.perform(action, MAPPER.readTree(data), "", Deadline.in(Duration.ofMillis(200)));
        } catch (ActionException e) {
            // As the test expects.
        }
    }

    /// An event of the page.
    void event(String method, String params) {
        say("{\"sessionId\":\"S\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /// An event of the browser itself.
    void browserEvent(String method, String params) {
        say("{\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    private void say(String message) {
        wire.execute(() -> connection.join().received(message));
    }

    private CdpConnection open(CdpListener listener) {
        CdpConnection opened = CdpConnection.over(
                new CdpLine() {
                    @Override
                    public CompletableFuture<?> send(String text) {
                        heard(MAPPER.readTree(text));
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void abort() {
                        wire.shutdown();
                    }
                },
                listener);
        connection.complete(opened);
        return opened;
    }

    private void heard(JsonNode command) {
        String method = command.path("method").asString("");
        JsonNode params = command.path("params");
        String detail = params.path("type")
                .asString(params.path("expression")
                        .asString(params.path("behavior").asString("")));
        commands.add((method + " " + detail).strip());
        if (method.equals("Target.createTarget")) {
            opened(params.path("browserContextId").asString(""), "");
        }
        if (method.equals("Target.closeTarget")) {
            String target = params.path("targetId").asString("");
            closed(target, others.remove(target));
        }
        if (method.equals("Target.disposeBrowserContext")) {
            String context = params.path("browserContextId").asString("");
            List.copyOf(others.keySet()).forEach(target -> {
                if (others.remove(target, context)) {
                    closed(target, context);
                }
            });
        }
        String result = answers.getOrDefault(method, none -> "{}").apply(params);
        ObjectNode answer =
                MAPPER.createObjectNode().put("id", command.path("id").asInt(0));
        if (result.startsWith("!")) {
            answer.putObject("error").put("code", -32000).put("message", result.substring(1));
        } else {
            answer.set("result", MAPPER.readTree(result));
        }
        if (method.equals("Target.setAutoAttach") && !command.has("sessionId")) {
            say("{\"method\":\"Target.attachedToTarget\",\"params\":{\"sessionId\":\"S\",\"targetInfo\":" + TARGET
                    + "}}");
        }
        if (method.equals("Runtime.enable")) {
            world(1, "main", "{\"isDefault\":true,\"type\":\"default\",\"frameId\":\"T\"}", "");
            world(2, "engine", "{\"isDefault\":false,\"type\":\"isolated\",\"frameId\":\"T\"}", "relayhub");
        }
        say(answer.toString());
    }

    /// A further page appears: `T1`, `T2`, … with sessions `S-T1`, …
    ///
    /// @param opener the target of the page that has opened it; empty for none
    void opened(String context, String opener) {
        String target = "T" + targets.incrementAndGet();
        others.put(target, context);
        say("{\"method\":\"Target.attachedToTarget\",\"params\":{\"sessionId\":\"S-" + target
                + "\",\"targetInfo\":{\"targetId\":\"" + target + "\",\"type\":\"page\",\"url\":\"about:blank\","
                + "\"browserContextId\":\"" + context + "\",\"openerId\":\"" + opener + "\"}}}");
    }

    private void closed(String target, @Nullable String context) {
        if (context != null) {
            say("{\"method\":\"Target.detachedFromTarget\",\"params\":{\"sessionId\":\"S-" + target + "\"}}");
        }
    }

    private void world(int number, String id, String auxiliary, String name) {
        event(
                "Runtime.executionContextCreated",
                "{\"context\":{\"id\":" + number + ",\"uniqueId\":\"" + id
                        + "\",\"origin\":\"https://site.example\",\"name\":\"" + name + "\",\"auxData\":" + auxiliary
                        + "}}");
    }

    @Override
    public void close() {
        browser.close();
        http.shutdownNow();
        wire.shutdown();
    }
}
