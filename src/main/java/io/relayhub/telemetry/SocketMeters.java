package io.relayhub.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.relayhub.link.CloseReason;
import io.relayhub.link.Identity;
import io.relayhub.websocket.Peer;
import io.relayhub.websocket.SocketListener;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Counts the transport's facts (docs/protocol.md, "Numbers"). Any thread; a message costs two additions.
public final class SocketMeters implements SocketListener {
    /// Codes that a peer may close with beside the hub's own: RFC 6455 section 7.4.1.
    private static final int[] CODES_OF_PEERS = {1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011};

    private final Map<Handshake, Counter> handshakes = new EnumMap<>(Handshake.class);
    private final Map<Integer, PerRole> closes = new HashMap<>();
    private final PerRole closesOfOtherCodes;
    private final PerRole messagesIn;
    private final PerRole messagesOut;
    private final PerRole bytesIn;
    private final PerRole bytesOut;
    private final PerRole slowConsumers;
    private final PerRole heartbeatTimeouts;

    public SocketMeters(MeterRegistry registry) {
        for (Handshake result : Handshake.values()) {
            handshakes.put(result, handshakes(registry, result));
        }
        IntStream.concat(Stream.of(CloseReason.values()).mapToInt(CloseReason::code), IntStream.of(CODES_OF_PEERS))
                .distinct()
                .forEach(code -> closes.put(code, closes(registry, Integer.toString(code))));
        // A peer may close with any of thousands of codes, and each label value is memory for ever.
        closesOfOtherCodes = closes(registry, "OTHER");

        Tags in = Tags.of("direction", "IN");
        Tags out = Tags.of("direction", "OUT");
        String messages = "Whole WebSocket messages, by the peer's role";
        messagesIn = new PerRole(registry, "relayhub.messages", messages, in);
        messagesOut = new PerRole(registry, "relayhub.messages", messages, out);
        String bytes = "Payload bytes of whole WebSocket messages, by the peer's role";
        bytesIn = new PerRole(registry, "relayhub.bytes", bytes, in);
        bytesOut = new PerRole(registry, "relayhub.bytes", bytes, out);
        slowConsumers = new PerRole(
                registry, "relayhub.slow.consumers", "Peers closed for not reading what was sent", Tags.empty());
        heartbeatTimeouts =
                new PerRole(registry, "relayhub.heartbeat.timeouts", "Peers closed for their silence", Tags.empty());
    }

    @Override
    public void handshake(String endpoint, Handshake result) {
        Counter counter = handshakes.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void opened(Peer peer, Identity identity) {
        // The number of connections is a gauge on the transport itself, the accepted handshake is counted already.
    }

    @Override
    public void closed(Peer peer, int code, Initiator initiator) {
        closes.getOrDefault(code, closesOfOtherCodes).of(peer.part()).increment();
    }

    @Override
    public void received(Peer peer, int messages, long bytes) {
        messagesIn.of(peer.part()).increment(messages);
        bytesIn.of(peer.part()).increment((double) bytes);
    }

    @Override
    public void sent(Peer peer, int messages, long bytes) {
        messagesOut.of(peer.part()).increment(messages);
        bytesOut.of(peer.part()).increment((double) bytes);
    }

    @Override
    public void slowConsumer(Peer peer) {
        slowConsumers.of(peer.part()).increment();
    }

    @Override
    public void heartbeatTimeout(Peer peer) {
        heartbeatTimeouts.of(peer.part()).increment();
    }

    @Override
    public void failed(String session, String reference, Throwable cause) {
        // Counted as a close with the code 1011.
    }

    private static Counter handshakes(MeterRegistry registry, Handshake result) {
        return Counter.builder("relayhub.handshakes")
                .description("WebSocket handshakes, by how they ended")
                .tag("result", result == Handshake.ACCEPTED ? "accepted" : "rejected")
                .tag("reason", result.name())
                .register(registry);
    }

    private static PerRole closes(MeterRegistry registry, String code) {
        return new PerRole(
                registry, "relayhub.closes", "Connections that ended, by WebSocket close code", Tags.of("code", code));
    }
}
