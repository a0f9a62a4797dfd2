package io.relayhub.websocket;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.websocket.handshake.HandshakeGuard;
import io.relayhub.websocket.handshake.QuietHandshake;
import io.relayhub.websocket.loop.LoopServer;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/// The hub's endpoints for a Boot application on Jetty, to be imported. Wants these beans: one [Endpoint] for each
/// dialect, [Capacity], [AssemblyBudget], [SocketListener] and a [LongSupplier] of nanoseconds; offers [Sockets],
/// whose [Sockets#onTick] somebody has to call.
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class WebSocketRoom {
    @Bean
    static WebServerFactoryCustomizer<JettyServletWebServerFactory> eventLoopServer(LongSupplier clock) {
        return new LoopServer(clock);
    }

    @Bean
    Sockets sockets(Capacity capacity, AssemblyBudget budget, SocketListener listener, LongSupplier clock) {
        return new Sockets(capacity, budget, listener, clock);
    }

    @Bean
    WebSocketConfigurer endpoints(Sockets sockets, List<Endpoint> endpoints) {
        return registry -> endpoints.forEach(endpoint -> register(registry, sockets, endpoint));
    }

    private static void register(WebSocketHandlerRegistry registry, Sockets sockets, Endpoint endpoint) {
        SocketSettings settings = endpoint.settings();
        var guard = new HandshakeGuard(
                endpoint.name(),
                settings.path(),
                settings.allowedOrigins(),
                sockets.places(),
                endpoint.authenticator(),
                endpoint.admission(),
                sockets.listener());
        registry.addHandler(new DialectHandler(endpoint), settings.path())
                .addInterceptors(guard)
                .setHandshakeHandler(
                        new QuietHandshake(new DefaultHandshakeHandler(new FrameUpgrade(sockets)), sockets.listener()))
                .setAllowedOrigins(settings.allowedOrigins().toArray(String[]::new));
    }
}
