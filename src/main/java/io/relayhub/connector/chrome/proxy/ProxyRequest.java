package io.relayhub.connector.chrome.proxy;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A request on the browser's behalf, one step of a chain of redirects.
///
/// @param target  an `http` or `https` address with a host
/// @param headers names in lower case
/// @param body    may be sent more than once
public record ProxyRequest(String method, URI target, Map<String, String> headers, BodyPublisher body) {
    public static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

    /// RFC 9110 section 15.4: what becomes of the request at the next address.
    ProxyRequest redirected(int status, URI next) {
        boolean asGet = status == 303 || (status <= 302 && method.equals("POST"));
        Map<String, String> kept = new TreeMap<>(headers);
        if (!sameOrigin(target, next)) {
            kept.keySet().removeAll(Set.of("authorization", "cookie", "proxy-authorization"));
        }
        if (asGet && !method.equals("HEAD")) {
            kept.remove("content-type");
            return new ProxyRequest("GET", next, kept, BodyPublishers.noBody());
        }
        return new ProxyRequest(method, next, kept, body);
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && String.valueOf(one.getAuthority()).equalsIgnoreCase(other.getAuthority());
    }

    /// Whether an address can be asked at all.
    public static boolean isWeb(URI address) {
        return address.getHost() != null
                && String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT).matches("https?");
    }
}
