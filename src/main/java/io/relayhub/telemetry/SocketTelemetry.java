package io.relayhub.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.relayhub.link.Identity;
import io.relayhub.websocket.Peer;
import io.relayhub.websocket.SocketListener;
import io.relayhub.websocket.connection.Initiator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Counts the transport's facts (docs/protocol.md, "Numbers") and writes those about one peer to the log, one line
/// each (docs/operations.md, "Watching"). Never what a peer sent, never a handshake's URI. Any thread; what arrives
/// or leaves in one round costs two map accesses and two additions.
public final class SocketTelemetry implements SocketListener {
    private static final Logger log = LoggerFactory.getLogger(SocketTelemetry.class);

    private final MeterRegistry registry;
    private final Map<String, EndpointMeters> endpoints = new ConcurrentHashMap<>();

    /// @param roles by the endpoints' names, the roles whose meters are there before their first peer
    public SocketTelemetry(MeterRegistry registry, Map<String, Set<String>> roles) {
        this.registry = registry;
        roles.forEach((endpoint, known) -> endpoints.put(endpoint, new EndpointMeters(registry, endpoint, known)));
    }

    @Override
    public void handshake(String endpoint, Handshake result) {
        meters(endpoint).handshake(result);
        if (result != Handshake.ACCEPTED) {
            log.atDebug()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("reason", result)
                    .log("handshake refused");
        }
    }

    /// Logged only: the accepted handshake is counted already, and present peers are a gauge.
    @Override
    public void opened(Peer peer, Identity identity) {
        log.atInfo()
                .addKeyValue("session", peer.session())
                .addKeyValue("endpoint", peer.endpoint())
                .addKeyValue("identity", identity.name())
                .addKeyValue("tenant", identity.tenant())
                .log("connected");
    }

    @Override
    public void closed(Peer peer, int code, Initiator initiator) {
        meters(peer.endpoint()).closed(peer.part(), code);
        about(log.atInfo(), peer)
                .addKeyValue("reason", code)
                .addKeyValue("initiator", initiator)
                .log("disconnected");
    }

    /// Counted only: a line for each message is for nobody.
    @Override
    public void received(Peer peer, int messages, long bytes) {
        meters(peer.endpoint()).in.of(peer.part()).add(messages, bytes);
    }

    /// Counted only, as [#received].
    @Override
    public void sent(Peer peer, int messages, long bytes) {
        meters(peer.endpoint()).out.of(peer.part()).add(messages, bytes);
    }

    @Override
    public void slowConsumer(Peer peer) {
        meters(peer.endpoint()).slowConsumers.of(peer.part()).increment();
        about(log.atWarn(), peer).log("closing a peer that does not read");
    }

    @Override
    public void heartbeatTimeout(Peer peer) {
        meters(peer.endpoint()).heartbeatTimeouts.of(peer.part()).increment();
        about(log.atInfo(), peer).log("closing a peer that fell silent");
    }

    /// Logged only: it is counted as a close with the code 1011, or as a handshake that ended so.
    @Override
    public void failed(String session, String reference, Throwable cause) {
        log.atError()
                .addKeyValue("session", session)
                .addKeyValue("ref", reference)
                .setCause(new RedactedThrowable(cause))
                .log("a bug of the hub ended a conversation");
    }

    @Override
    public void tickFailed(String part, Throwable cause) {
        log.atError()
                .addKeyValue("part", part)
                .setCause(new RedactedThrowable(cause))
                .log("a bug of the hub ended a tick early");
    }

    /// An endpoint that was not known at the start gets its meters with its first fact; there are as many as paths.
    private EndpointMeters meters(String endpoint) {
        EndpointMeters known = endpoints.get(endpoint);
        return known == null
                ? endpoints.computeIfAbsent(endpoint, name -> new EndpointMeters(registry, name, Set.of()))
                : known;
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Peer peer) {
        return line.addKeyValue("session", peer.session())
                .addKeyValue("endpoint", peer.endpoint())
                .addKeyValue("role", peer.part() == null ? PerRole.UNDECIDED : peer.part());
    }
}
