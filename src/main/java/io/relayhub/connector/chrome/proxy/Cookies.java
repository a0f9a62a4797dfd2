package io.relayhub.connector.chrome.proxy;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// The browser's cookies for one address (RFC 6265 section 5.4).
///
/// @param header the `Cookie` header's value
record Cookies(String header, int count) {
    static final Cookies NONE = new Cookies("", 0);

    /// @param all    the `cookies` of `Storage.getCookies`
    /// @param target what will be asked
    /// @param domain whose cookies; usually the target's own host
    static Cookies choose(JsonNode all, URI target, String domain) {
        String host = domain.toLowerCase(Locale.ROOT);
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        boolean secure = "https".equalsIgnoreCase(target.getScheme()) || isLoopback(host);
        List<JsonNode> chosen = new ArrayList<>();
        for (JsonNode cookie : all) {
            // A partitioned cookie belongs to one embedding site, and this request has none.
            if (!cookie.has("partitionKey")
                    && domainMatches(cookie.path("domain").asString(""), host)
                    && pathMatches(cookie.path("path").asString("/"), path)
                    && (secure || !cookie.path("secure").asBoolean(false))) {
                chosen.add(cookie);
            }
        }
        chosen.sort(Comparator.comparingInt(
                cookie -> -cookie.path("path").asString("").length()));
        StringJoiner header = new StringJoiner("; ");
        chosen.forEach(cookie -> header.add(
                cookie.path("name").asString("") + "=" + cookie.path("value").asString("")));
        return new Cookies(header.toString(), chosen.size());
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static boolean domainMatches(String domain, String host) {
        String wanted = domain.toLowerCase(Locale.ROOT);
        if (wanted.startsWith(".")) {
            return host.equals(wanted.substring(1)) || host.endsWith(wanted);
        }
        return host.equals(wanted);
    }

    private static boolean pathMatches(String cookiePath, String path) {
        return path.equals(cookiePath)
                || (path.startsWith(cookiePath)
                        && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
    }

    /// The number only: values are secrets.
    @Override
    public String toString() {
        return count + " cookies";
    }
}
