package io.relayhub.connector.chrome.history;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which pages and addresses the operator lets agents touch (`--allow-origin`, docs/chrome.md, "Limits").
///
/// Without a rule every `http`, `https`, `data` and `blob` address is permitted; with rules only what one of them
/// names. Empty pages (`about:blank`, the new-tab page) are always permitted; everything else (`file`, `chrome`,
/// extensions, developer tools) never. An address that a browser might read differently from this class is not
/// permitted.
public final class OriginRules {
    // No user info, backslash, percent sign or non-ASCII letter in or before the host: whoever reads it, it is the
    // same.
    private static final Pattern ORIGIN = Pattern.compile(
            "(https?|wss?)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?(?:[/?#].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile(
            "(?:(https?)://)?((?:\\*\\.)?[a-z0-9._-]+|\\[[0-9a-f:.]+]|\\*)(?::(\\d{1,5}|\\*))?/?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WITHOUT_RULES = Pattern.compile("(?i)(https?|wss?|data|blob):.*", Pattern.DOTALL);
    private static final Pattern BLANK =
            Pattern.compile("(about:(blank|srcdoc)([?#].*)?|chrome://(newtab|new-tab-page)/?)?", Pattern.DOTALL);

    private record Origin(boolean secure, String host, int port) {}

    private record Rule(
            @Nullable Boolean secure, String host, @Nullable Integer port, boolean anyPort) {
        boolean matches(Origin origin) {
            return (secure == null || secure == origin.secure())
                    && hostMatches(origin.host())
                    && (anyPort || origin.port() == (port == null ? defaultPort(origin.secure()) : port));
        }

        private boolean hostMatches(String name) {
            if (host.equals("*")) {
                return true;
            }
            return host.startsWith("*.") ? name.endsWith(host.substring(1)) : name.equals(host);
        }
    }

    private final List<Rule> rules;

    /// @param rules `[scheme://]host[:port]`; the host may be `*` or begin with `*.` (every name below it), the port
    ///     may be `*`; without a port the scheme's own is meant, without a scheme both
    /// @throws IllegalArgumentException when a rule is none; the message is a sentence for the operator
    public OriginRules(List<String> rules) {
        this.rules = rules.stream().map(OriginRules::rule).toList();
    }

    private static Rule rule(String text) {
        Matcher matcher = RULE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an origin: write it like https://example.com, https://*.example.com or localhost:*.");
        }
        String scheme = matcher.group(1);
        String host = matcher.group(2).toLowerCase(Locale.ROOT);
        String port = matcher.group(3);
        boolean anyPort = "*".equals(port) || (host.equals("*") && port == null);
        return new Rule(
                scheme == null ? null : scheme.equalsIgnoreCase("https"),
                host,
                port == null || anyPort ? null : Integer.valueOf(port),
                anyPort);
    }

    /// Whether a page, a request or a navigation at this address is permitted.
    public boolean permits(String url) {
        if (isBlank(url)) {
            return true;
        }
        if (rules.isEmpty()) {
            return WITHOUT_RULES.matcher(url).matches();
        }
        Origin origin = origin(url.regionMatches(true, 0, "blob:", 0, 5) ? url.substring(5) : url);
        return origin != null && rules.stream().anyMatch(rule -> rule.matches(origin));
    }

    /// Whether a document is permitted. Its origin decides where it has one: an empty page belongs to who opened it.
    ///
    /// @param origin as Chrome gives it for an execution context: a URL's beginning, or `://` for an opaque one
    public boolean permitsDocument(String origin, String url) {
        return permits(origin.isEmpty() || origin.equals("://") || origin.equals("null") ? url : origin);
    }

    /// An empty page, which shows nothing of anybody.
    public static boolean isBlank(String url) {
        return BLANK.matcher(url).matches();
    }

    /// The operator has named origins.
    public boolean restricted() {
        return !rules.isEmpty();
    }

    private static @Nullable Origin origin(String url) {
        Matcher matcher = ORIGIN.matcher(url);
        if (!matcher.matches()) {
            return null;
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        String port = matcher.group(3);
        return new Origin(
                secure,
                matcher.group(2).toLowerCase(Locale.ROOT),
                port == null ? defaultPort(secure) : Integer.parseInt(port));
    }

    private static int defaultPort(boolean secure) {
        return secure ? 443 : 80;
    }
}
