package io.relayhub.websocket;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Authenticator;
import io.relayhub.link.Dialect;
import io.relayhub.websocket.handshake.Admission;
import io.relayhub.websocket.handshake.HandshakeGuard;
import io.relayhub.websocket.handshake.QuietHandshake;
import java.util.function.LongSupplier;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/// The hub's endpoint for a Boot application on Jetty, to be imported. Wants these beans: [Dialect],
/// [Authenticator], [Admission], [SocketSettings], [AssemblyBudget], [SocketListener] and a [LongSupplier] of
/// nanoseconds; offers [Sockets], whose [Sockets#onTick] somebody has to call.
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class WebSocketRoom {
    @Bean
    static WebServerFactoryCustomizer<JettyServletWebServerFactory> eventLoopServer() {
        return new EventLoopServer();
    }

    @Bean
    Sockets sockets(SocketSettings settings, AssemblyBudget budget, SocketListener listener, LongSupplier clock) {
        return new Sockets(settings, budget, listener, clock);
    }

    @Bean
    WebSocketConfigurer endpoint(Sockets sockets, Dialect dialect, Authenticator authenticator, Admission admission) {
        SocketSettings settings = sockets.settings();
        var guard = new HandshakeGuard(
                settings.path(),
                settings.allowedOrigins(),
                sockets.places(),
                authenticator,
                admission,
                sockets.listener());
        return registry -> registry.addHandler(new DialectHandler(dialect), settings.path())
                .addInterceptors(guard)
                .setHandshakeHandler(
                        new QuietHandshake(new DefaultHandshakeHandler(new FrameUpgrade(sockets)), sockets.listener()))
                .setAllowedOrigins(settings.allowedOrigins().toArray(String[]::new));
    }
}
