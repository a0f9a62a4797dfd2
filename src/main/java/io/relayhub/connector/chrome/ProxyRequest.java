package io.relayhub.connector.chrome;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `proxy_request`: a request of this process with the browser's cookies and its user agent's name. Cookies that the
/// answer sets stay in the answer; the browser does not learn them. Redirects are followed, each step as permitted as
/// the first.
final class ProxyRequest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_BODY_BYTES = 6 << 20;
    private static final int MAX_MILLIS = 600_000;
    private static final int TIMEOUT_MILLIS = 30_000;

    /// What is asked, one step of a chain of redirects.
    private record Step(String method, URI target, Map<String, String> headers, String body) {
        /// RFC 9110 section 15.4: what becomes of the request at the next address.
        Step redirected(int status, URI next) {
            boolean asGet = status == 303 || (status <= 302 && method.equals("POST"));
            Map<String, String> kept = new TreeMap<>(headers);
            if (!sameOrigin(target, next)) {
                kept.keySet().removeAll(Set.of("authorization", "cookie", "proxy-authorization"));
            }
            if (asGet && !method.equals("HEAD")) {
                kept.remove("content-type");
                return new Step("GET", next, kept, "");
            }
            return new Step(method, next, kept, body);
        }

        private static boolean sameOrigin(URI one, URI other) {
            return one.getScheme().equalsIgnoreCase(other.getScheme())
                    && String.valueOf(one.getAuthority()).equalsIgnoreCase(other.getAuthority());
        }
    }

    private final Pages pages;
    private final HttpClient http;

    /// @param http must not follow redirects by itself
    ProxyRequest(Pages pages, HttpClient http) {
        this.pages = pages;
        this.http = http;
    }

    Map<String, Action> actions() {
        return Map.of("proxy_request", this::perform);
    }

    private JsonNode perform(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Deadline own = deadline.orIn(Duration.ofMillis(arguments.integer("timeout", 1, MAX_MILLIS, TIMEOUT_MILLIS)));
        Step step = first(arguments);
        boolean withCookies = arguments.flag("withCookies", true);
        Optional<String> cookieDomain = arguments.optionalText("cookieDomain");
        ProxyAnswer.Kind kind = ProxyAnswer.Kind.of(arguments.word("responseType", "auto", "json", "text", "base64"));
        if (cookieDomain.isPresent()) {
            pages.requirePermitted(step.target().getScheme() + "://" + cookieDomain.get());
        }
        Tabs browser = pages.tabs(own);
        String userAgent = browser.call("Browser.getVersion", CdpConnection.object(), own)
                .path("userAgent")
                .asString("");
        JsonNode jar = withCookies
                ? browser.call("Storage.getCookies", CdpConnection.object(), own)
                        .path("cookies")
                : CdpConnection.object();
        for (int redirects = 0; ; redirects++) {
            URI target = step.target();
            pages.requirePermitted(target.toString());
            Cookies cookies = withCookies
                    ? Cookies.choose(jar, target, cookieDomain.orElse(String.valueOf(target.getHost())))
                    : Cookies.NONE;
            HttpResponse<byte[]> answer = send(request(step, cookies, userAgent), own);
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

    private static Step first(Arguments arguments) throws ActionException {
        String method = arguments.optionalText("method").orElse("GET").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw Arguments.bad("\"method\" is one of GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS.");
        }
        URI target = Arguments.parsed(withParams(arguments), URI::create);
        if (!isWeb(target)) {
            throw Arguments.bad("\"url\" has to be a whole http or https address.");
        }
        Map<String, String> headers = new TreeMap<>();
        for (var header : arguments.json("headers").properties()) {
            headers.put(
                    header.getKey().toLowerCase(Locale.ROOT), header.getValue().asString(""));
        }
        JsonNode body = arguments.json("body");
        if (body.isContainer()) {
            headers.putIfAbsent("content-type", "application/json");
        }
        String text = body.isMissingNode() || body.isNull() ? "" : body.isString() ? body.asString() : body.toString();
        return new Step(method, target, headers, text);
    }

    private static String withParams(Arguments arguments) throws ActionException {
        String url = arguments.text("url");
        StringJoiner query = new StringJoiner("&");
        for (var parameter : arguments.json("params").properties()) {
            JsonNode values = parameter.getValue();
            for (JsonNode value : values.isArray() ? values : List.of(values)) {
                query.add(encoded(parameter.getKey()) + "=" + encoded(value.asString("")));
            }
        }
        if (query.length() == 0) {
            return url;
        }
        int fragment = url.indexOf('#');
        String base = fragment < 0 ? url : url.substring(0, fragment);
        return base + (base.contains("?") ? "&" : "?") + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static HttpRequest request(Step step, Cookies cookies, String userAgent) throws ActionException {
        HttpRequest.Builder request = HttpRequest.newBuilder(step.target())
                .version(HttpClient.Version.HTTP_1_1)
                .method(
                        step.method(),
                        step.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(step.body()));
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
            throw Arguments.bad("\"headers\" has a name or value that may not be sent"
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
            String kind = e.getCause() instanceof IOException failure
                    ? failure.getClass().getSimpleName()
                    : "a malformed answer";
            if (e.getCause() instanceof IOException failure
                    && String.valueOf(failure.getMessage()).contains("limit")) {
                throw new ActionException(
                        ActionError.TOO_LARGE, "The answer is larger than " + MAX_BODY_BYTES + " bytes.");
            }
            throw ChromeError.REQUEST_FAILED.because(
                    "The request to " + request.uri().getHost() + " failed: " + kind + ".");
        } finally {
            answer.cancel(true);
        }
    }

    private static Optional<URI> next(HttpResponse<byte[]> answer, URI from) throws ActionException {
        int status = answer.statusCode();
        if (!Set.of(301, 302, 303, 307, 308).contains(status)) {
            return Optional.empty();
        }
        Optional<String> location = answer.headers().firstValue("location");
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI next = from.resolve(location.get());
            if (isWeb(next)) {
                return Optional.of(next);
            }
        } catch (IllegalArgumentException e) {
            // The same sentence fits.
        }
        throw ChromeError.REQUEST_FAILED.because(from.getHost() + " redirects to something that is no web address.");
    }

    private static boolean isWeb(URI address) {
        return address.getHost() != null
                && String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT).matches("https?");
    }
}
