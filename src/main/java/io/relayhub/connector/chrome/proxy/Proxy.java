package io.relayhub.connector.chrome.proxy;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Asks web servers as a browser would, with its cookies and its user agent's name, and follows redirects, each step
/// as permitted as the first. Safe for threads.
public final class Proxy {
    /// Whether an address may be asked.
    @FunctionalInterface
    public interface Gate {
        /// @throws ActionException `FORBIDDEN`
        void requirePermitted(String url) throws ActionException;
    }

    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_BODY_BYTES = 6 << 20;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient http;
    private final Gate gate;

    /// @param http must not follow redirects by itself
    public Proxy(HttpClient http, Gate gate) {
        this.http = http;
        this.gate = gate;
    }

    /// @param userAgent sent where the request names none; empty: the client's own
    /// @return as [ProxyAnswer] describes it, with `url`, `redirected` and `attachedCookieCount`
    /// @throws ActionException `FORBIDDEN`, `TIMEOUT`, `TOO_LARGE`, `REQUEST_FAILED`, or `BAD_REQUEST` for a header
    ///     that may not be sent
    public ObjectNode ask(ProxyRequest first, CookieJar jar, String userAgent, ProxyAnswer.Kind kind, Deadline deadline)
            throws ActionException, InterruptedException {
        ProxyRequest step = first;
        for (int redirects = 0; ; redirects++) {
            URI target = step.target();
            gate.requirePermitted(target.toString());
            Cookies cookies = jar.cookiesFor(target);
            HttpResponse<byte[]> answer = send(request(step, cookies, userAgent), deadline);
            Optional<URI> next = next(answer, target);
            if (next.isEmpty()) {
                ObjectNode result = ProxyAnswer.describe(answer, kind);
                result.put("url", target.toString()).put("redirected", redirects > 0);
                return result.put("attachedCookieCount", cookies.count());
            }
            if (redirects == MAX_REDIRECTS) {
                throw ChromeError.REQUEST_FAILED.because("Gave up after " + MAX_REDIRECTS + " redirects.");
            }
            step = step.redirected(answer.statusCode(), next.get());
        }
    }

    private static HttpRequest request(ProxyRequest step, Cookies cookies, String userAgent) throws ActionException {
        HttpRequest.Builder request = HttpRequest.newBuilder(step.target())
                .version(HttpClient.Version.HTTP_1_1)
                .method(step.method(), step.body());
        List<String> cookieHeader = new ArrayList<>();
        if (cookies.count() > 0) {
            cookieHeader.add(cookies.header());
        }
        try {
            for (var header : step.headers().entrySet()) {
                if (header.getKey().equals("cookie")) {
                    cookieHeader.add(header.getValue());
                } else {
                    request.setHeader(header.getKey(), header.getValue());
                }
            }
            if (!cookieHeader.isEmpty()) {
                request.setHeader("cookie", String.join("; ", cookieHeader));
            }
            if (!step.headers().containsKey("user-agent") && !userAgent.isEmpty()) {
                request.setHeader("user-agent", userAgent);
            }
        } catch (IllegalArgumentException e) {
            throw new ActionException(
                    ActionError.BAD_REQUEST,
                    "\"headers\" has a name or value that may not be sent"
                            + " (host, connection, content-length, expect and upgrade are set by the connector).");
        }
        return request.build();
    }

    private HttpResponse<byte[]> send(HttpRequest request, Deadline deadline)
            throws ActionException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
        try {
            return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ActionException(
                    ActionError.TIMEOUT,
                    request.uri().getHost() + " did not answer in time; it may have done what it was asked.");
        } catch (ExecutionException e) {
            throw failure(request.uri().getHost(), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static ActionException failure(String host, @Nullable Throwable cause) {
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof IOException && message.contains("body exceeds")) {
            return new ActionException(
                    ActionError.TOO_LARGE, "The answer of " + host + " is larger than " + MAX_BODY_BYTES + " bytes.");
        }
        String why = switch (cause) {
            case ConnectException unknown
            when unknown.getCause() instanceof UnresolvedAddressException -> " has no address; is its name right?";
            case HttpConnectTimeoutException late -> " did not take the connection in time.";
            case ConnectException refused -> " refused the connection: nothing listens there.";
            case SSLException tls ->
                " has a certificate that the connector does not trust, or speaks no TLS as it should.";
            case IOException broken -> " ended the connection before its answer was complete.";
            case null, default -> " answered what is no HTTP.";
        };
        return ChromeError.REQUEST_FAILED.because(host + why);
    }

    private static Optional<URI> next(HttpResponse<byte[]> answer, URI from) throws ActionException {
        Optional<String> location = answer.headers().firstValue("location");
        if (location.isEmpty() || !REDIRECTS.contains(answer.statusCode())) {
            return Optional.empty();
        }
        try {
            URI next = from.resolve(location.get());
            if (ProxyRequest.isWeb(next)) {
                return Optional.of(next);
            }
        } catch (IllegalArgumentException e) {
            // The same sentence fits.
        }
        throw ChromeError.REQUEST_FAILED.because(from.getHost() + " redirects to something that is no web address.");
    }
}
