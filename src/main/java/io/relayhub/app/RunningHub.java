package io.relayhub.app;

import io.relayhub.app.address.PublicAddress;
import io.relayhub.app.address.PublicHost;
import io.relayhub.app.drain.Drain;
import io.relayhub.relay.Relay;
import io.relayhub.relay.facts.RelayStats;
import io.relayhub.security.TokenTable;
import io.relayhub.websocket.SocketSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/// A hub in this process that is ready, and what a program wants of it. Its methods may be called from any thread.
public final class RunningHub implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RunningHub(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Starts a hub and returns when it accepts connections.
    ///
    /// @throws HubStartException when it cannot; the log has told more
    public static RunningHub start(HubLaunch launch) {
        try {
            return new RunningHub(HubApplication.start(launch));
        } catch (RuntimeException e) {
            throw new HubStartException(e);
        }
    }

    /// Calls this once the last hub of kind [HubLaunch.Kind#PROGRAM] in this process has stopped, when the process
    /// is told to end.
    public static void afterShutdown(Runnable action) {
        SpringApplication.getShutdownHandlers().add(action);
    }

    public int port() {
        return environment().getRequiredProperty("local.server.port", Integer.class);
    }

    /// Of the WebSocket endpoint.
    public String path() {
        return context.getBean(SocketSettings.class).path();
    }

    /// The hub's single token; empty when it has none.
    public String token() {
        return context.getBean(HubToken.class).value();
    }

    public RelayStats stats() {
        return context.getBean(Relay.class).stats();
    }

    /// Where others reach it. May ask a sandbox for up to 3 s.
    ///
    /// @param warn told in one sentence when the sandbox gives no answer
    public PublicAddress publicAddress(Consumer<String> warn) {
        return context.getBean(PublicHost.class).address(localScheme(), server().getAddress(), port(), warn);
    }

    /// What a client on this machine connects to, without a token.
    public String localUrl() {
        return localScheme() + "://" + thisMachine(server().getAddress()) + ":" + port() + path();
    }

    /// The URL with everything that a client needs: for the person who started the hub, and never for a log.
    public String urlWithToken(String url) {
        return token().isEmpty() ? url : url + "?token=" + inQuery(token());
    }

    /// What there is to print once it is ready. A token that was given is not printed again.
    public ReadyBanner banner(PublicAddress address) {
        boolean isOpen = context.getBean(TokenTable.class).isOpen();
        String shown = context.getBean(HubToken.class).shown();
        return new ReadyBanner(address.url(path()), isOpen ? "" : shown);
    }

    /// The page that tells whether it is alive; empty when the operator switched these pages off.
    public Optional<URI> health() {
        Environment environment = environment();
        int port = environment.getProperty("local.management.port", Integer.class, port());
        if (environment.getProperty("management.server.port", Integer.class, port) < 0) {
            return Optional.empty();
        }
        boolean isOwnServer = port != port();
        InetAddress address = isOwnServer
                ? environment.getProperty("management.server.address", InetAddress.class)
                : server().getAddress();
        boolean isSecure = isOwnServer
                ? environment.getProperty("management.server.ssl.enabled", Boolean.class, false)
                : isSecure();
        String pages = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        return Optional.of(URI.create((isSecure ? "https" : "http") + "://" + thisMachine(address) + ":" + port + pages
                + "/health/liveness"));
    }

    /// Calls this when the hub has stopped, whoever stopped it.
    public void onStopped(Runnable action) {
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                action.run();
            }
        });
    }

    /// Lets open requests finish, says goodbye to every peer, and returns when it has stopped, within 25 s. Further
    /// calls do nothing.
    @Override
    public void close() {
        context.close();
    }

    /// As [#close], with less time for open requests.
    ///
    /// @param drainTimeout what open requests get, at most what `relayhub.drain-timeout` says
    public void close(Duration drainTimeout) {
        context.getBean(Drain.class).allow(drainTimeout);
        close();
    }

    private Environment environment() {
        return context.getEnvironment();
    }

    private ServerProperties server() {
        return context.getBean(ServerProperties.class);
    }

    private boolean isSecure() {
        return Ssl.isEnabled(server().getSsl());
    }

    private String localScheme() {
        return isSecure() ? "wss" : "ws";
    }

    private static String thisMachine(@Nullable InetAddress bound) {
        return bound == null || bound.isAnyLocalAddress() ? "127.0.0.1" : PublicHost.inUrl(bound);
    }

    private static String inQuery(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
