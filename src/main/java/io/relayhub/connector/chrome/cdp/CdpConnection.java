package io.relayhub.connector.chrome.cdp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One WebSocket to one browser, shared by all sessions in flat mode (`Target.attachToTarget` with `flatten`).
///
/// Commands may be sent from any thread and leave in the order of the calls. Each has one outcome: the answer, or a
/// [CdpException] when the browser refuses, the session or the connection ends. Answers complete on the reading
/// thread, so what is chained to them must not block.
public final class CdpConnection implements AutoCloseable {
    /// The session of commands and events that belong to the browser and not to a page.
    public static final String BROWSER = "";

    /// A message over this many characters ends the connection. Far above what the buffers asked for in
    /// `Network.enable` and the largest screenshot lead to.
    static final int MAX_MESSAGE_CHARS = 192 << 20;

    private static final int SESSION_NOT_FOUND = -32001;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_MESSAGE_CHARS)
                            .maxNestingDepth(2_000)
                            .build())
                    .build())
            .build();

    private record Pending(String session, String method, CompletableFuture<JsonNode> answer) {}

    private final CdpListener listener;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Integer, Pending> open = new HashMap<>();

    @GuardedBy("lock")
    private int lastId;

    @GuardedBy("lock")
    private boolean sealed;

    // A WebSocket takes one message at a time; the next is sent when this one has left.
    @GuardedBy("lock")
    private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);

    private volatile @Nullable CdpLine line;

    private CdpConnection(CdpListener listener) {
        this.listener = listener;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// Connects to a browser's own endpoint (`ws://…/devtools/browser/…`).
    ///
    /// @throws CdpException [Reason#DISCONNECTED] or [Reason#TIMEOUT]
    public static CdpConnection open(HttpClient http, URI endpoint, Deadline deadline, CdpListener listener)
            throws CdpException, InterruptedException {
        CdpConnection connection = new CdpConnection(listener);
        CompletableFuture<WebSocket> opening =
                http.newWebSocketBuilder().buildAsync(endpoint, connection.new Incoming());
        try {
            WebSocket socket = opening.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            connection.line = new SocketLine(socket);
            return connection;
        } catch (ExecutionException e) {
            throw new CdpException(Reason.DISCONNECTED, "The browser at " + authority(endpoint) + " can't be reached.");
        } catch (TimeoutException e) {
            opening.whenComplete((late, failure) -> abort(late)).cancel(false);
            throw new CdpException(
                    Reason.TIMEOUT, "The browser at " + authority(endpoint) + " does not answer in time.");
        }
    }

    /// A connection over a line of somebody else's making.
    public static CdpConnection over(CdpLine line, CdpListener listener) {
        CdpConnection connection = new CdpConnection(listener);
        connection.line = line;
        return connection;
    }

    private static void abort(@Nullable WebSocket late) {
        if (late != null) {
            late.abort();
        }
    }

    private static String authority(URI endpoint) {
        return endpoint.getHost() + ":" + endpoint.getPort();
    }

    /// Sends a command whose outcome does not matter: if it fails, what it was for has gone.
    public void tell(String session, String method, ObjectNode params) {
        CompletableFuture<JsonNode> _ = send(session, method, params);
    }

    /// Sends a command without waiting.
    ///
    /// @return completes with the command's `result`, or exceptionally with a [CdpException]; whoever no longer
    ///     waits for it cancels it
    public CompletableFuture<JsonNode> send(String session, String method, ObjectNode params) {
        ObjectNode message = object();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        synchronized (lock) {
            CdpLine target = line;
            if (sealed || target == null) {
                answer.completeExceptionally(disconnected());
                return answer;
            }
            int id = ++lastId;
            message.put("id", id).put("method", method).set("params", params);
            if (!session.equals(BROWSER)) {
                message.put("sessionId", session);
            }
            open.put(id, new Pending(session, method, answer));
            CompletableFuture<JsonNode> _ = answer.whenComplete((result, failure) -> forget(id));
            String text = MAPPER.writeValueAsString(message);
            // A send that fails ends the socket, which fails every open command: nothing to do here.
            lastSent = lastSent.handle((done, failure) -> null).thenCompose(none -> target.send(text));
            return answer;
        }
    }

    /// Sends a command and waits for its result.
    public JsonNode call(String session, String method, ObjectNode params, Deadline deadline)
            throws CdpException, InterruptedException {
        CompletableFuture<JsonNode> answer = send(session, method, params);
        try {
            return await(answer, method, deadline);
        } finally {
            answer.cancel(false);
        }
    }

    private void forget(int id) {
        synchronized (lock) {
            open.remove(id);
        }
    }

    /// Waits for the answer to a command sent before.
    ///
    /// @param what the command's name, for the sentence when it comes too late
    public static <T> T await(CompletableFuture<T> answer, String what, Deadline deadline)
            throws CdpException, InterruptedException {
        try {
            return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CdpException(Reason.TIMEOUT, "Chrome did not answer " + what + " in time.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CdpException failure) {
                throw new CdpException(failure.reason(), failure.sentence());
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Fails what a session was asked so far: Chrome itself does not when the session's target closes, crashes or
    /// stands still.
    public void failOpen(String session, Reason reason, String sentence) {
        List<Pending> failed = new ArrayList<>();
        synchronized (lock) {
            open.values().removeIf(pending -> pending.session().equals(session) && failed.add(pending));
        }
        failed.forEach(pending -> pending.answer().completeExceptionally(new CdpException(reason, sentence)));
    }

    public boolean isOpen() {
        synchronized (lock) {
            return !sealed;
        }
    }

    /// Drops the connection at once. The listener hears of it before this returns.
    @Override
    public void close() {
        CdpLine last = line;
        if (last != null) {
            last.abort();
        }
        seal();
    }

    private void seal() {
        List<Pending> failed;
        synchronized (lock) {
            if (sealed) {
                return;
            }
            sealed = true;
            failed = List.copyOf(open.values());
            open.clear();
        }
        failed.forEach(pending -> pending.answer().completeExceptionally(disconnected()));
        listener.onClosed();
    }

    private static CdpException disconnected() {
        return new CdpException(Reason.DISCONNECTED, "The browser has gone.");
    }

    /// A whole message of the browser has come. Called by one thread.
    ///
    /// @throws JacksonException when it is no JSON
    public void received(String text) {
        JsonNode message = MAPPER.readTree(text);
        JsonNode id = message.get("id");
        if (id == null) {
            String session = message.path("sessionId").asString("");
            listener.onEvent(new CdpEvent(session, message.path("method").asString(""), message.path("params")));
            return;
        }
        Pending pending;
        synchronized (lock) {
            pending = open.remove(id.asInt());
        }
        if (pending == null) {
            return;
        }
        JsonNode error = message.get("error");
        if (error == null) {
            pending.answer().complete(message.path("result"));
        } else {
            pending.answer().completeExceptionally(refusal(pending.method(), error));
        }
    }

    private static CdpException refusal(String method, JsonNode error) {
        if (error.path("code").asInt(0) == SESSION_NOT_FOUND) {
            return new CdpException(Reason.SESSION_ENDED, "The tab has been closed.");
        }
        String why = error.path("message").asString("no reason given");
        return new CdpException(Reason.REFUSED, "Chrome refused " + method + ": " + why);
    }

    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            if (parts.length() + data.length() > MAX_MESSAGE_CHARS) {
                from.abort();
                seal();
                return null;
            }
            parts.append(data);
            if (last) {
                String text = parts.toString();
                parts.setLength(0);
                if (parts.capacity() > 1 << 20) {
                    parts.trimToSize();
                }
                try {
                    received(text);
                } catch (JacksonException e) {
                    from.abort();
                    seal();
                    return null;
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            seal();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable problem) {
            seal();
        }
    }
}
