package io.relayhub.connector.chrome.history;

import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The WebSocket messages and server-sent events of one tab, out of Chrome's `Network` events, as far as their requests
/// are recorded. Written by the connection's reading thread, read by any.
public final class MessageHistory {
    /// At most so many messages a tab.
    public static final int MAX_MESSAGES = 1_000;
    /// At most about so many bytes a tab.
    public static final long MAX_BYTES = 2 << 20;

    private static final int MAX_TEXT = 65_536;
    private static final int BINARY = 2;

    /// @param kind     `websocket` or `eventsource`
    /// @param sent     by the page
    /// @param event    the name of a server-sent event; else empty
    /// @param data     as text; base64 for binary messages
    /// @param length   of the whole data in characters, of which only the beginning may be kept
    public record Message(
            String requestId,
            String url,
            String kind,
            boolean sent,
            String event,
            String data,
            boolean base64,
            int length,
            long at) {}

    private final NetworkHistory requests;
    private final BoundedHistory<Message> messages = new BoundedHistory<>(MAX_MESSAGES, MAX_BYTES);
    private long sequence;

    public MessageHistory(NetworkHistory requests) {
        this.requests = requests;
    }

    /// Oldest first.
    public List<Message> all() {
        return messages.all();
    }

    public long dropped() {
        return messages.dropped();
    }

    /// Events that are no messages are ignored.
    public void onEvent(CdpEvent event) {
        JsonNode params = event.params();
        switch (event.method()) {
            case "Network.webSocketFrameSent" -> frame(params, true);
            case "Network.webSocketFrameReceived" -> frame(params, false);
            case "Network.eventSourceMessageReceived" ->
                add(
                        params,
                        "eventsource",
                        false,
                        params.path("eventName").asString(""),
                        params.path("data").asString(""),
                        false);
            default -> {
                // Everything else is the request history's.
            }
        }
    }

    private void frame(JsonNode params, boolean sent) {
        JsonNode frame = params.path("response");
        boolean binary = frame.path("opcode").asInt(1) == BINARY;
        add(params, "websocket", sent, "", frame.path("payloadData").asString(""), binary);
    }

    private void add(JsonNode params, String kind, boolean sent, String event, String data, boolean base64) {
        String id = params.path("requestId").asString("");
        Exchange exchange = requests.find(id);
        if (exchange == null) {
            return;
        }
        String kept = data.length() <= MAX_TEXT ? data : data.substring(0, MAX_TEXT);
        Message message = new Message(
                id,
                exchange.request().url(),
                kind,
                sent,
                event,
                kept,
                base64,
                data.length(),
                System.currentTimeMillis());
        messages.put(String.valueOf(sequence++), message, 200 + 2L * kept.length());
    }
}
