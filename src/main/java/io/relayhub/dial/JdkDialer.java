package io.relayhub.dial;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/// Dials with the JDK's own WebSocket, through the JVM's proxy settings and trust store.
public final class JdkDialer implements Dialer {
    private final HttpClient http;
    private final Timers timers;
    private final Duration connectTimeout;
    private final int maxMessageBytes;

    /// @param connectTimeout  for the whole handshake
    /// @param maxMessageBytes a longer line from the hub ends the connection
    public JdkDialer(Timers timers, Duration connectTimeout, int maxMessageBytes) {
        this.http = HttpClient.newBuilder().connectTimeout(connectTimeout).build();
        this.timers = timers;
        this.connectTimeout = connectTimeout;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public CompletableFuture<Wire> dial(HubAddress address) {
        JdkWire wire = new JdkWire(timers, maxMessageBytes);
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(connectTimeout);
        String bearer = address.bearer();
        if (bearer != null) {
            builder.header("Authorization", "Bearer " + bearer);
        }
        CompletableFuture<Wire> result = new CompletableFuture<>();
        var _ = builder.buildAsync(address.secretUri(), wire).whenComplete((socket, failure) -> {
            if (failure == null) {
                result.complete(wire);
            } else {
                result.completeExceptionally(new DialException(ending(address, failure)));
            }
        });
        return result;
    }

    private Disconnect ending(HubAddress address, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case WebSocketHandshakeException refused -> refused(refused);
            case HttpTimeoutException timeout ->
                new Disconnect.Broken(address + " did not answer within " + connectTimeout.toSeconds() + " s");
            case ConnectException unknown
            when unknown.getCause() instanceof UnresolvedAddressException ->
                new Disconnect.Broken("the host of " + address + " has no address; is its name right?");
            case ConnectException nobody ->
                new Disconnect.Broken("nobody listens at " + address + "; is the hub running there?");
            case SSLException tls ->
                new Disconnect.Broken("no TLS connection with " + address + "; is its certificate trusted here?");
            default -> Disconnect.Broken.because("no connection with " + address, cause);
        };
    }

    private static Disconnect refused(WebSocketHandshakeException refused) {
        long seconds = refused.getResponse()
                .headers()
                .firstValue("Retry-After")
                // A date is allowed too, but hubs and proxies say seconds.
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(Long::parseLong)
                .orElse(0L);
        return new Disconnect.Refused(refused.getResponse().statusCode(), Duration.ofSeconds(seconds));
    }

    @Override
    public void close() {
        // Not close(): that waits for the peers of open sockets.
        http.shutdownNow();
    }
}
