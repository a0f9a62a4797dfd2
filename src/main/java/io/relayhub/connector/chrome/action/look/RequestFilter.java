package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.chrome.mock.ApiName;
import io.relayhub.connector.chrome.mock.UrlPattern;
import io.relayhub.connector.spi.ActionException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which of a tab's requests an agent wants to see.
///
/// @param types resource types in lower case; empty: what the page does and not what it is made of
/// @param urls  empty: every address
record RequestFilter(Source source, Set<String> types, Optional<UrlPattern> urls) {
    enum Source {
        ALL,
        /// Calls of an mtop gateway.
        MTOP,
        /// Everything else.
        REQUESTS
    }

    private static final Set<String> PARTS_OF_PAGES = Set.of(
            "script",
            "stylesheet",
            "image",
            "media",
            "font",
            "texttrack",
            "prefetch",
            "manifest",
            "signedexchange",
            "ping",
            "cspviolationreport",
            "preflight");

    /// Reads `source`, `resourceType` and `filter`.
    static RequestFilter of(Arguments arguments) throws ActionException {
        Source source = Source.valueOf(
                arguments.word("source", "all", "mtop", "requests").toUpperCase(Locale.ROOT));
        Set<String> types = arguments.texts("resourceType").stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Optional<String> text = arguments.optionalText("filter");
        if (text.isEmpty()) {
            return new RequestFilter(source, types, Optional.empty());
        }
        UrlPattern urls = Arguments.parsed(text.get(), UrlPattern::ofUrl);
        return new RequestFilter(source, types, Optional.of(urls));
    }

    boolean accepts(Exchange exchange) {
        String url = exchange.request().url();
        String type = exchange.request().resourceType();
        boolean api = ApiName.of(url).isPresent();
        boolean fromSource = switch (source) {
            case ALL -> true;
            case MTOP -> api;
            case REQUESTS -> !api;
        };
        boolean ofType =
                types.isEmpty() ? api || !PARTS_OF_PAGES.contains(type) : types.contains(type) || types.contains("all");
        return fromSource && ofType && urls.map(pattern -> pattern.matches(url)).orElse(true);
    }
}
