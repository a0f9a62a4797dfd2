package io.relayhub.websocket;

import io.relayhub.link.Dialect;
import io.relayhub.link.GuessLimit;
import io.relayhub.websocket.door.FrontDoor;
import io.relayhub.websocket.handshake.EndpointPath;
import io.relayhub.websocket.handshake.HandshakeGuard;
import io.relayhub.websocket.handshake.RedactingHandshake;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/// The hub's endpoints: each registered at its path with a guard of its own, and their time.
///
/// Threads: [#onTick] is called by one at a time.
public final class Endpoints implements WebSocketConfigurer {
    private final List<DialectHandler> handlers;
    private final List<TickedPart> parts = new ArrayList<>();
    private final Sockets sockets;
    private final GuessLimit guesses;

    /// @param today tells how long the identity of a peer that logs in is still valid
    Endpoints(List<Endpoint> endpoints, Sockets sockets, GuessLimit guesses, FrontDoor door, InstantSource today) {
        long names = endpoints.stream().map(Endpoint::name).distinct().count();
        long paths = endpoints.stream()
                .map(endpoint -> endpoint.settings().path())
                .distinct()
                .count();
        if (names < endpoints.size() || paths < endpoints.size()) {
            throw new IllegalArgumentException("each endpoint needs a name and a path of its own");
        }
        this.handlers = endpoints.stream()
                .map(endpoint -> new DialectHandler(endpoint, today))
                .toList();
        this.sockets = sockets;
        this.guesses = guesses;
        parts.add(new TickedPart("door", door::onTick, sockets.listener()));
        for (DialectHandler handler : handlers) {
            parts.add(new TickedPart(handler.endpoint().name(), handler::onTick, sockets.listener()));
        }
        Set<Dialect> dialects = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (dialects.add(endpoint.dialect())) {
                parts.add(new TickedPart(endpoint.name(), endpoint.dialect()::onTick, sockets.listener()));
            }
        }
    }

    /// Looks after what time brings to dialects, to logins and to connections that have not become WebSockets yet. To
    /// be called about ten times a second. A bug in one of these keeps none of the others from its tick.
    ///
    /// @param now nanoseconds of the transport's clock
    public void onTick(long now) {
        parts.forEach(part -> part.onTick(now));
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        handlers.forEach(handler -> register(registry, handler));
    }

    private void register(WebSocketHandlerRegistry registry, DialectHandler handler) {
        Endpoint endpoint = handler.endpoint();
        SocketSettings settings = endpoint.settings();
        var guard = new HandshakeGuard(
                endpoint.name(),
                new EndpointPath(settings.path()),
                settings.allowedOrigins(),
                endpoint.entrance(),
                sockets.places(),
                guesses,
                sockets.listener());
        registry.addHandler(handler, settings.path())
                .addInterceptors(guard)
                .setHandshakeHandler(new RedactingHandshake(
                        new DefaultHandshakeHandler(new FrameUpgrade(sockets)), sockets.listener()))
                .setAllowedOrigins(settings.allowedOrigins().toArray(String[]::new));
    }
}
