package io.relayhub.app;

import io.relayhub.app.address.PublicHost;
import io.relayhub.app.drain.Drain;
import io.relayhub.app.failure.BadSettingException;
import io.relayhub.link.AssemblyBudget;
import io.relayhub.link.Drainable;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.line.LinePath;
import io.relayhub.relay.Relay;
import io.relayhub.relay.RelaySettings;
import io.relayhub.relay.facts.RelayListener;
import io.relayhub.security.AddressGuessLimit;
import io.relayhub.security.HandshakePaths;
import io.relayhub.security.HttpSecurityConfiguration;
import io.relayhub.security.TokenTable;
import io.relayhub.telemetry.TelemetryConfiguration;
import io.relayhub.websocket.Capacity;
import io.relayhub.websocket.Endpoint;
import io.relayhub.websocket.Endpoints;
import io.relayhub.websocket.SocketSettings;
import io.relayhub.websocket.Sockets;
import io.relayhub.websocket.WebSocketRoom;
import io.relayhub.websocket.door.DoorSettings;
import io.relayhub.websocket.handshake.Entrance;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.autoconfigure.JettyServerProperties;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/// The hub: its rooms, put together.
@SpringBootConfiguration(proxyBeanMethods = false)
// What a hub has no use for, and would wait for at each start.
@EnableAutoConfiguration(
        exclude = {
            AopAutoConfiguration.class,
            MultipartAutoConfiguration.class,
            TaskExecutionAutoConfiguration.class,
            TaskSchedulingAutoConfiguration.class,
            TaskExecutorMetricsAutoConfiguration.class,
            ScheduledTasksObservationAutoConfiguration.class
        })
@EnableConfigurationProperties(HubProperties.class)
@Import({WebSocketRoom.class, HttpSecurityConfiguration.class, TelemetryConfiguration.class})
public class HubApplication {
    private static final Logger log = LoggerFactory.getLogger(HubApplication.class);
    /// Connections beside those that the hub itself limits, such as those that are just being closed. A container whose
    /// own limit is reached lets health probes hang, so it must never be reached first.
    private static final int SPARE_CONNECTIONS = 256;

    /// Starts a hub in this process; it ends with the context's `close`, or with the process.
    ///
    /// @param args Spring Boot's `--property=value`
    public static ConfigurableApplicationContext start(String... args) {
        return application(HubLaunch.program()).run(args);
    }

    /// What the build runs, up to the moment when there would be beans, to prepare their definitions ([PreparedBeans]).
    static void main(String[] args) {
        start(args);
    }

    static ConfigurableApplicationContext start(HubLaunch launch) {
        return application(launch)
                .run(launch.properties().entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
    }

    private static SpringApplication application(HubLaunch launch) {
        SpringApplication application = new SpringApplication(HubApplication.class);
        // Or the log would name whoever called.
        application.setMainApplicationClass(HubApplication.class);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("hubLaunch", launch));
        application.addInitializers(new FleetWiring());
        switch (launch.kind()) {
            case PROGRAM -> application.addListeners(new PreparedBeans(), new LogSetUp());
            case EMBEDDED -> Embedding.apply(application);
        }
        return application;
    }

    @Bean
    LongSupplier nanos() {
        return System::nanoTime;
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    SocketSettings socketSettings(HubProperties properties) {
        return checked(properties::sockets);
    }

    @Bean
    Capacity capacity(HubProperties properties) {
        return checked(properties::capacity);
    }

    @Bean
    DoorSettings doorSettings(HubProperties properties) {
        return properties.door();
    }

    @Bean
    RelaySettings relaySettings(HubProperties properties) {
        return checked(() -> properties.relay(HubApplication::hostName));
    }

    @Bean
    HandshakePaths handshakePaths(List<Endpoint> endpoints) {
        return new HandshakePaths(
                endpoints.stream().map(endpoint -> endpoint.settings().path()).collect(Collectors.toSet()));
    }

    @Bean
    HubToken hubToken(HubProperties properties, Environment environment, HubLaunch launch) {
        return HubToken.choose(
                variable(HubToken.VARIABLE, environment, launch),
                launch.token().orElse(null),
                given(properties),
                properties.tokens().isEmpty() ? HubToken::generate : HubToken.None::new);
    }

    /// An empty name of a file was not given.
    private static @Nullable String given(HubProperties properties) {
        String file = properties.tokenFile();
        return properties.token() != null || file == null || file.isEmpty()
                ? properties.token()
                : HubToken.inFile(file);
    }

    /// Made at the start, though it is asked only afterwards: a host that is none stops the start.
    @Bean
    PublicHost publicHost(HubProperties properties, Environment environment, HubLaunch launch) {
        try {
            return PublicHost.of(
                    variable(PublicHost.VARIABLE, environment, launch),
                    launch.host().orElse(null),
                    properties.sandbox().portMapping());
        } catch (IllegalArgumentException e) {
            throw new BadSettingException(String.valueOf(e.getMessage()));
        }
    }

    /// A variable of the surroundings, for a hub to which they count.
    private static @Nullable String variable(String name, Environment environment, HubLaunch launch) {
        return switch (launch.kind()) {
            case PROGRAM -> environment.getProperty(name);
            case EMBEDDED -> null;
        };
    }

    @Bean
    TokenTable tokenTable(HubToken token, HubProperties properties, ServerProperties server, InstantSource clock) {
        TokenTable table;
        try {
            table = TokenTable.of(token.value(), properties.tokens(), clock);
        } catch (IllegalArgumentException e) {
            throw new BadSettingException(String.valueOf(e.getMessage()));
        }
        if (table.isOpen()) {
            requireLoopback(server.getAddress());
        }
        table.warnings().forEach(log::warn);
        return table;
    }

    /// One for what the sockets and the relay keep of what is unfinished.
    @Bean
    AssemblyBudget assemblyBudget(Capacity capacity) {
        return capacity.newAssemblyBudget();
    }

    @Bean
    Relay relay(RelaySettings settings, RelayListener listener, InstantSource clock) {
        return new Relay(settings, listener, clock, new SecureRandom());
    }

    /// The relay's path; another dialect of lines that is to share it is one more in the list.
    @Bean
    LinePath relayPath(RelaySettings settings, AssemblyBudget budget, Relay relay) {
        return new LinePath(settings.lines(), budget, new SecureRandom(), relay, List.of());
    }

    @Bean
    Endpoint relayAtItsPath(SocketSettings settings, HubProperties properties, TokenTable tokens, LinePath relayPath) {
        Entrance entrance = Entrance.forTokens(tokens, Relay::admits)
                .withSubprotocols("relayhub.v1")
                .withLogin(loginOf(properties));
        return new Endpoint("relay", settings, entrance, relayPath);
    }

    @Bean
    GuessLimit guessLimit(HubProperties properties, LongSupplier nanos) {
        int perMinute = properties.wrongTokensPerMinute();
        return perMinute == 0 ? GuessLimit.NONE : new AddressGuessLimit(perMinute, nanos);
    }

    @Bean
    Ticker ticker(Endpoints endpoints, Sockets sockets, LongSupplier nanos) {
        return new Ticker(List.of(endpoints::onTick, sockets::onTick), nanos);
    }

    @Bean
    Drain drain(List<Drainable> dialects, Sockets sockets, HubProperties properties, LongSupplier nanos) {
        var times = new Drain.Times(properties.drainTimeout(), properties.closeTimeout(), properties.drainRetry());
        return new Drain(dialects, sockets, times, nanos, new SecureRandom());
    }

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> containerLimit(
            JettyServerProperties jetty, Capacity capacity, DoorSettings door) {
        return factory -> {
            if (jetty.getMaxConnections() < 0) {
                factory.setMaxConnections(capacity.maxConnections() + door.connections() + SPARE_CONNECTIONS);
            }
        };
    }

    private static Entrance.@Nullable Login loginOf(HubProperties properties) {
        return checked(() -> Optional.ofNullable(properties.firstMessageLogin()))
                .orElse(null);
    }

    static <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BadSettingException("relayhub." + e.getMessage() + ".");
        }
    }

    private static void requireLoopback(@Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new BadSettingException(
                    "relayhub.token is empty and the hub is to listen on "
                            + (address == null ? "all addresses" : address.getHostAddress())
                            + ": everybody who reaches it could use every connector.",
                    "Set a token (" + HubToken.VARIABLE + ", --token or relayhub.token), or leave all of them out and"
                            + " the hub makes one, or let it listen on this machine only (server.address=127.0.0.1).");
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "hub";
        }
    }
}
