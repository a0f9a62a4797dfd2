package io.relayhub.connector.chrome.proxy;

import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The browser's cookies, of which each step of a request gets those for its address.
///
/// @param all    the `cookies` of `Storage.getCookies`
/// @param domain whose cookies are sent, wherever the request goes; empty: those of the address asked
public record CookieJar(JsonNode all, Optional<String> domain) {
    Cookies cookiesFor(URI target) {
        return Cookies.choose(all, target, domain.orElse(String.valueOf(target.getHost())));
    }

    /// The number only: values are secrets.
    @Override
    public String toString() {
        return all.size() + " cookies";
    }
}
