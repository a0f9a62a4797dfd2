package io.relayhub.client;

import io.relayhub.dial.JsonLine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One thing to ask of a connector. Immutable: each `with…` returns another one.
public final class Request {
    /// The longest time that a hub lets a request run (docs/protocol.md, "Messages").
    public static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String action;
    private final JsonNode data;
    private final @Nullable String connector;
    private final Map<String, String> labels;
    private final @Nullable Duration timeout;
    private final boolean idempotent;
    private final @Nullable Consumer<Answer> progress;

    private Request(
            String action,
            JsonNode data,
            @Nullable String connector,
            Map<String, String> labels,
            @Nullable Duration timeout,
            boolean idempotent,
            @Nullable Consumer<Answer> progress) {
        this.action = action;
        this.data = data;
        this.connector = connector;
        this.labels = labels;
        this.timeout = timeout;
        this.idempotent = idempotent;
        this.progress = progress;
    }

    /// A request with an empty object as its data, to whichever connector the hub chooses.
    public static Request of(String action) {
        if (action.isEmpty()) {
            throw new IllegalArgumentException("a request needs an action");
        }
        return new Request(action, MAPPER.createObjectNode(), null, Map.of(), null, false, null);
    }

    public Request withData(JsonNode payload) {
        return new Request(action, payload, connector, labels, timeout, idempotent, progress);
    }

    /// Only to the connector with this id or name.
    public Request withConnector(String idOrName) {
        return new Request(action, data, idOrName, labels, timeout, idempotent, progress);
    }

    /// Only to connectors that have this label, beside those named before.
    public Request withLabel(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(key, value);
        return new Request(action, data, connector, Map.copyOf(more), timeout, idempotent, progress);
    }

    /// @param longest from [RelayClient#invoke] to the answer, waiting for a connection included; at most
    ///     [#MAX_TIMEOUT]
    public Request withTimeout(Duration longest) {
        if (longest.toMillis() < 1 || longest.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a timeout is between 1 ms and " + MAX_TIMEOUT.toMinutes() + " min");
        }
        return new Request(action, data, connector, labels, longest, idempotent, progress);
    }

    /// Doing it twice does no harm, so it may be retried even when it may have been executed.
    public Request asIdempotent() {
        return new Request(action, data, connector, labels, timeout, true, progress);
    }

    /// @param listener hears the parts of an answer in order, before the future completes; on a thread of this
    ///     request's own, so it may block
    public Request withProgress(Consumer<Answer> listener) {
        return new Request(action, data, connector, labels, timeout, idempotent, listener);
    }

    String action() {
        return action;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    boolean idempotent() {
        return idempotent;
    }

    @Nullable
    Consumer<Answer> progress() {
        return progress;
    }

    /// The line on the wire, with its line feed.
    ///
    /// @param remaining what is left of the timeout
    byte[] line(String id, Duration remaining, String version) {
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.put("id", id);
        envelope.put("action", action);
        envelope.set("data", data);
        if (!version.isEmpty()) {
            envelope.put("version", version);
        }
        if (connector != null) {
            envelope.put("connector", connector);
        }
        if (!labels.isEmpty()) {
            ObjectNode wanted = envelope.putObject("labels");
            labels.forEach(wanted::put);
        }
        envelope.put("timeoutMs", Math.max(1, remaining.toMillis()));
        if (idempotent) {
            envelope.put("idempotent", true);
        }
        return JsonLine.of(envelope);
    }

    @Override
    public String toString() {
        return "request of " + action;
    }
}
