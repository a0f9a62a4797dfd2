package io.relayhub.connector.chrome.action.world;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Tabs;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.proxy.CookieJar;
import io.relayhub.connector.chrome.proxy.Proxy;
import io.relayhub.connector.chrome.proxy.ProxyAnswer;
import io.relayhub.connector.chrome.proxy.ProxyRequest;
import io.relayhub.connector.spi.ActionException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `proxy_request`: a request of this process with the browser's cookies and its user agent's name. Cookies that the
/// answer sets stay in the answer; the browser does not learn them.
public final class ProxyActions {
    private static final int MAX_MILLIS = 600_000;
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Pages pages;
    private final Proxy proxy;

    /// @param http must not follow redirects by itself
    public ProxyActions(Pages pages, HttpClient http) {
        this.pages = pages;
        this.proxy = new Proxy(http, pages::requirePermitted);
    }

    public List<ActionSpec> actions() {
        return List.of(ActionSpec.of(
                "proxy_request",
                this::ask,
                "url",
                "method",
                "headers",
                "params",
                "body",
                "bodyEncoding",
                "withCookies",
                "cookieDomain",
                "responseType",
                "context",
                "timeout"));
    }

    private JsonNode ask(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Deadline own = deadline.orIn(Duration.ofMillis(arguments.integer("timeout", 1, MAX_MILLIS, TIMEOUT_MILLIS)));
        ProxyRequest request = request(arguments);
        boolean withCookies = arguments.flag("withCookies", true);
        Optional<String> cookieDomain = arguments.optionalText("cookieDomain");
        ProxyAnswer.Kind kind = ProxyAnswer.Kind.of(arguments.word("responseType", "auto", "json", "text", "base64"));
        if (cookieDomain.isPresent()) {
            pages.requirePermitted(request.target().getScheme() + "://" + cookieDomain.get());
        }
        Tabs browser = pages.tabs(own);
        String userAgent = browser.call("Browser.getVersion", CdpConnection.object(), own)
                .path("userAgent")
                .asString("");
        ObjectNode whose = CdpConnection.object();
        pages.context(arguments, own).ifPresent(context -> whose.put("browserContextId", context.id()));
        JsonNode cookies =
                withCookies ? browser.call("Storage.getCookies", whose, own).path("cookies") : CdpConnection.object();
        return proxy.ask(request, new CookieJar(cookies, cookieDomain), userAgent, kind, own);
    }

    private static ProxyRequest request(Arguments arguments) throws ActionException {
        String method = arguments.optionalText("method").orElse("GET").toUpperCase(Locale.ROOT);
        if (!ProxyRequest.METHODS.contains(method)) {
            throw Arguments.bad("\"method\" is one of GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS.");
        }
        URI target = Arguments.parsed(withParams(arguments), URI::create);
        if (!ProxyRequest.isWeb(target)) {
            throw Arguments.bad("\"url\" has to be a whole http or https address.");
        }
        Map<String, String> headers = new TreeMap<>();
        for (var header : arguments.json("headers").properties()) {
            headers.put(
                    header.getKey().toLowerCase(Locale.ROOT), header.getValue().asString(""));
        }
        if (arguments.json("body").isContainer()) {
            headers.putIfAbsent("content-type", "application/json");
        }
        return new ProxyRequest(method, target, headers, body(arguments));
    }

    private static BodyPublisher body(Arguments arguments) throws ActionException {
        JsonNode body = arguments.json("body");
        if (arguments.word("bodyEncoding", "text", "base64").equals("base64")) {
            try {
                return BodyPublishers.ofByteArray(Base64.getDecoder().decode(arguments.text("body")));
            } catch (IllegalArgumentException e) {
                throw Arguments.bad("\"body\" is not base64, as \"bodyEncoding\" says it is.");
            }
        }
        String text = body.isString() ? body.asString() : arguments.has("body") ? body.toString() : "";
        return text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
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
}
