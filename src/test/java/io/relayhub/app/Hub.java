package io.relayhub.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// A real hub on a free port of this machine, in this process, and what a test wants of it.
final class Hub implements AutoCloseable {
    static final String TOKEN = "single-token-of-the-hub-0123456789";

    private static final List<String> DEFAULTS = List.of(
            "server.port=0", "server.address=127.0.0.1", "relayhub.token=" + TOKEN, "relayhub.presume-after=200ms");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final ConfigurableApplicationContext context;

    Hub(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// With the token [#TOKEN], unless the properties say otherwise.
    static Hub start(String... properties) {
        // A property that is given twice on a command line has both values.
        Map<String, String> last = new LinkedHashMap<>();
        Stream.concat(DEFAULTS.stream(), Stream.of(properties))
                .forEach(property -> last.put(property.substring(0, property.indexOf('=')), property));
        return new Hub(HubApplication.start(
                last.values().stream().map(property -> "--" + property).toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Server jetty() {
        if (context instanceof WebServerApplicationContext web && web.getWebServer() instanceof JettyWebServer jetty) {
            return jetty.getServer();
        }
        throw new AssertionError("the hub does not run on Jetty");
    }

    int port() {
        return port("local.server.port");
    }

    int managementPort() {
        return port("local.management.port");
    }

    URI ws(String query) {
        return URI.create("ws://127.0.0.1:" + port() + "/ws?" + query);
    }

    Peer peer(String query) {
        return Peer.connect(ws(query));
    }

    HttpResponse<String> get(String path) {
        return get(port(), path, "");
    }

    HttpResponse<String> get(String path, String authorization) {
        return get(port(), path, authorization);
    }

    HttpResponse<String> get(int port, String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static String bearer(String token) {
        return "Bearer " + token;
    }

    static String basic(String user, String token) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    /// Stops the hub as SIGTERM does, and returns when it has stopped.
    @Override
    public void close() {
        context.close();
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }
}
