package io.relayhub.websocket;

import io.relayhub.link.Conversation;
import io.relayhub.link.Credential;
import io.relayhub.link.Dialect;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.websocket.door.DoorSettings;
import io.relayhub.websocket.handshake.Entrance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/// A real server on port 0 with nothing but the WebSocket endpoint, and a dialect that gives back what it is told.
final class TestHub implements AutoCloseable {
    static final String TOKEN = "a token with spaces & signs";
    static final String TARGET = "/ws?token=a+token+with+spaces+%26+signs";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final Facts facts = new Facts();
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final ServletWebServerApplicationContext context;
    private final Thread ticker;

    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        JettyServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    @Import(WebSocketRoom.class)
    static class Application {}

    TestHub() {
        this(SocketSettings.defaults());
    }

    TestHub(SocketSettings settings, String... properties) {
        this(settings, (session, now) -> new Echo(session), properties);
    }

    TestHub(SocketSettings settings, Dialect dialect, String... properties) {
        this(settings, Capacity.defaults(), dialect, properties);
    }

    TestHub(SocketSettings settings, Capacity capacity, Dialect dialect, String... properties) {
        this(capacity, List.of(new Endpoint("test", settings, entrance(), dialect)), properties);
    }

    TestHub(Capacity capacity, List<Endpoint> endpoints, String... properties) {
        this(capacity, endpoints, DoorSettings.defaults(), properties);
    }

    TestHub(Capacity capacity, List<Endpoint> endpoints, DoorSettings door, String... properties) {
        List<Endpoint> listed = endpoints.stream().map(this::listing).toList();
        this.context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .initializers(application -> {
                    var beans = application.getBeanFactory();
                    beans.registerSingleton("capacity", capacity);
                    beans.registerSingleton("budget", capacity.newAssemblyBudget());
                    listed.forEach(endpoint -> beans.registerSingleton(endpoint.name(), endpoint));
                    beans.registerSingleton("door", door);
                    beans.registerSingleton("guesses", GuessLimit.NONE);
                    beans.registerSingleton("listener", facts);
                    beans.registerSingleton("clock", (LongSupplier) System::nanoTime);
                    beans.registerSingleton("today", InstantSource.system());
                })
                // As arguments, which beat the hub's own application.yml.
                .run(Stream.concat(
                                Stream.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off"),
                                Stream.of(properties))
                        .map(property -> "--" + property)
                        .toArray(String[]::new));
        Sockets sockets = sockets();
        Endpoints served = context.getBean(Endpoints.class);
        this.ticker = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                served.onTick(System.nanoTime());
                sockets.onTick(System.nanoTime());
                LockSupport.parkNanos(20_000_000);
            }
        });
    }

    /// That of the relay, with the token [#TOKEN], and one that may not come in.
    static Entrance entrance() {
        return Entrance.forTokens(TestHub::identity, identity -> !identity.may(Role.OPS))
                .withSubprotocols("relayhub.v1");
    }

    private Endpoint listing(Endpoint endpoint) {
        Dialect dialect = (session, now) -> {
            sessions.add(session);
            return endpoint.dialect().open(session, now);
        };
        return new Endpoint(endpoint.name(), endpoint.settings(), endpoint.entrance(), dialect);
    }

    private static @Nullable Identity identity(Credential credential) {
        return switch (credential.secret()) {
            case TOKEN -> new Identity("test", "default", Set.of(Role.AGENT, Role.CONNECTOR), null);
            case "operator" -> new Identity("operator", "default", Set.of(Role.OPS), null);
            default -> null;
        };
    }

    /// Gives every message back.
    record Echo(Session session) implements Conversation {
        @Override
        public void onMessage(Message message, long now) {
            var copy = new byte[message.length()];
            message.buffer().get(copy);
            session.send(new Message(message.kind(), copy, 0, copy.length));
        }

        @Override
        public void onClosed(long now) {}
    }

    Sockets sockets() {
        return context.getBean(Sockets.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    RawWebSocket connect() {
        return RawWebSocket.connect(port(), TARGET);
    }

    /// Waits until this holds; for 10 s at most.
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come true in " + PATIENCE);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
        context.close();
    }
}
