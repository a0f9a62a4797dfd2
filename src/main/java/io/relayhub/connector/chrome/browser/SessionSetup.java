package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.document.Engine;
import io.relayhub.connector.chrome.document.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The domains switched on in each session of one tab, its own and those of its frames of other sites. Never waits.
final class SessionSetup {
    private static final int MAX_POST_DATA = 65_536;
    private static final int BODY_BUFFER = 10 << 20;
    private static final int TOTAL_BODY_BUFFER = 32 << 20;

    private final CdpConnection connection;
    private final Frames frames;

    SessionSetup(CdpConnection connection, Frames frames) {
        this.connection = connection;
        this.frames = frames;
    }

    /// Switches on what is recorded, then lets a new page begin.
    ///
    /// @return completes when all is on; exceptionally when something is refused or the session ends
    CompletableFuture<Void> prepare(String session, Interceptor.Mode requests) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        answers.add(send(session, "Page.enable", CdpConnection.object()));
        answers.add(send(session, "Page.getFrameTree", CdpConnection.object())
                .thenAccept(tree -> frames.onTree(tree.path("frameTree"))));
        answers.add(send(
                session,
                "Page.setLifecycleEventsEnabled",
                CdpConnection.object().put("enabled", true)));
        answers.add(send(session, "Runtime.enable", CdpConnection.object()));
        answers.add(send(
                session,
                "Page.addScriptToEvaluateOnNewDocument",
                CdpConnection.object()
                        .put("source", Engine.source())
                        .put("worldName", Engine.WORLD)
                        .put("runImmediately", true)));
        answers.add(send(
                session,
                "Network.enable",
                CdpConnection.object()
                        .put("maxPostDataSize", MAX_POST_DATA)
                        .put("maxResourceBufferSize", BODY_BUFFER)
                        .put("maxTotalBufferSize", TOTAL_BODY_BUFFER)
                        .put("enableDurableMessages", true)));
        answers.add(send(session, "Log.enable", CdpConnection.object()));
        answers.add(send(session, "Inspector.enable", CdpConnection.object()));
        ObjectNode children = CdpConnection.object()
                .put("autoAttach", true)
                .put("waitForDebuggerOnStart", true)
                .put("flatten", true);
        children.putArray("filter").addObject().put("type", "iframe");
        answers.add(send(session, "Target.setAutoAttach", children));
        if (requests == Interceptor.Mode.PAUSED) {
            answers.add(intercept(session, requests));
        }
        answers.add(send(session, "Runtime.runIfWaitingForDebugger", CdpConnection.object()));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    /// Whether the session's requests are to be paused.
    CompletableFuture<JsonNode> intercept(String session, Interceptor.Mode requests) {
        String command = switch (requests) {
            case PAUSED -> "Fetch.enable";
            case PASSING -> "Fetch.disable";
        };
        return send(session, command, CdpConnection.object());
    }

    private CompletableFuture<JsonNode> send(String session, String method, ObjectNode params) {
        return connection.send(session, method, params);
    }
}
