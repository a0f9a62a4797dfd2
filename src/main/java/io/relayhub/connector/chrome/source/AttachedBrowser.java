package io.relayhub.connector.chrome.source;

import io.relayhub.connector.chrome.cdp.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A browser that somebody else has started with a debugging port.
public final class AttachedBrowser implements BrowserSource {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpClient http;
    private final URI address;

    /// @param address `http://host:port` of the debugging port, or the `ws://` address of the browser's endpoint
    ///     itself
    public AttachedBrowser(HttpClient http, URI address) {
        this.http = http;
        this.address = address;
    }

    @Override
    public URI endpoint(Deadline deadline) throws Unavailable, InterruptedException {
        if (!address.getScheme().startsWith("http")) {
            return address;
        }
        HttpRequest question = HttpRequest.newBuilder(address.resolve("/json/version"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofNanos(Math.max(1, deadline.nanosLeft())))
                .build();
        try {
            HttpResponse<String> answer = http.send(question, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Unavailable("What listens at " + address.getAuthority() + " answers " + answer.statusCode()
                        + " to /json/version: it is no Chrome started with --remote-debugging-port.");
            }
            String endpoint =
                    MAPPER.readTree(answer.body()).path("webSocketDebuggerUrl").asString("");
            return URI.create(endpoint);
        } catch (IOException e) {
            throw new Unavailable("No browser answers at " + address.getAuthority()
                    + ": start Chrome with --remote-debugging-port=" + address.getPort()
                    + " and a --user-data-dir of its own.");
        } catch (JacksonException | IllegalArgumentException e) {
            throw new Unavailable("What listens at " + address.getAuthority() + " is no Chrome.");
        }
    }

    @Override
    public boolean alive() {
        return true;
    }

    @Override
    public void close() {
        // It belongs to somebody else.
    }
}
