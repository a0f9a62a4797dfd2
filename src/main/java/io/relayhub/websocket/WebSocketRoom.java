package io.relayhub.websocket;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.GuessLimit;
import io.relayhub.websocket.door.DoorSettings;
import io.relayhub.websocket.door.FrontDoor;
import io.relayhub.websocket.loop.LoopServer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;

/// The hub's endpoints for a Boot application on Jetty, to be imported. Wants these beans: one [Endpoint] for each
/// dialect, [Capacity], [AssemblyBudget], [GuessLimit], [SocketListener], a [LongSupplier] of nanoseconds and an
/// [InstantSource], and takes [DoorSettings] where there are; offers [Sockets] and [Endpoints], whose `onTick` somebody
/// has to call.
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class WebSocketRoom {
    /// The door watches the connectors that the first of the two has put there.
    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> eventLoopServer(FrontDoor door, LongSupplier clock) {
        return factory -> {
            new LoopServer(clock).customize(factory);
            factory.addServerCustomizers(door::watch);
        };
    }

    @Bean
    FrontDoor frontDoor(ObjectProvider<DoorSettings> settings, LongSupplier clock) {
        return new FrontDoor(settings.getIfAvailable(DoorSettings::defaults), clock);
    }

    @Bean
    Sockets sockets(
            Capacity capacity,
            AssemblyBudget budget,
            SocketListener listener,
            LongSupplier clock,
            InstantSource today) {
        return new Sockets(capacity, budget, listener, clock, today);
    }

    @Bean
    Endpoints endpoints(
            Sockets sockets, List<Endpoint> endpoints, GuessLimit guesses, FrontDoor door, InstantSource today) {
        return new Endpoints(endpoints, sockets, guesses, door, today);
    }
}
