package io.relayhub.connector.chrome.mock;

import io.relayhub.connector.chrome.browser.Contexts;
import io.relayhub.connector.chrome.browser.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A rule: which requests are answered otherwise, and how. Set again, it replaces the one with the same target, method,
/// tab and context.
///
/// @param target  which requests
/// @param method  only requests with this HTTP method; empty: with any
/// @param tab     only requests of this tab; null: of every tab
/// @param context only requests of this context's tabs; null: of every context
/// @param answer  what they get
/// @param status  HTTP status of the answer; 0: as it would be (200 for a whole answer)
/// @param headers of the answer, names in lower case; of a changed answer they replace the server's
/// @param enabled a rule that is not enabled is kept and does nothing
/// @param delay   by how much the answer is late
/// @param times   for how many requests it works; 0: for all
public record Mock(
        Target target,
        String method,
        @Nullable Integer tab,
        Contexts.@Nullable Context context,
        Answer answer,
        int status,
        Map<String, String> headers,
        boolean enabled,
        Duration delay,
        int times) {
    public Mock {
        headers = new TreeMap<>(headers);
    }

    /// Which requests a rule is for.
    public sealed interface Target {
        /// By the name of the API they call; see [ApiName].
        record Api(String name, UrlPattern pattern) implements Target {
            public static Api of(String name) {
                return new Api(name, UrlPattern.ofName(name));
            }
        }

        /// By their address.
        record Url(String text, UrlPattern pattern) implements Target {
            public static Url of(String text) {
                return new Url(text, UrlPattern.ofUrl(text));
            }
        }

        default boolean matches(String url) {
            return switch (this) {
                case Api api -> ApiName.of(url).map(api.pattern()::matches).orElse(false);
                case Url address -> address.pattern().matches(url);
            };
        }

        default String text() {
            return switch (this) {
                case Api api -> api.name();
                case Url address -> address.text();
            };
        }
    }

    /// What the page gets.
    public sealed interface Answer {
        /// This JSON and nothing from the server.
        record Whole(JsonNode data) implements Answer {}

        /// These bytes and nothing from the server.
        ///
        /// @param base64      as the request had them
        /// @param contentType empty: the browser guesses
        record Bytes(String base64, String contentType) implements Answer {}

        /// The server's own answer with some fields changed.
        record Fields(List<Field> fields) implements Answer {
            public Fields {
                fields = List.copyOf(fields);
            }
        }

        /// No answer.
        ///
        /// @param reason Chrome's word for it, such as `ConnectionRefused`
        record Abort(String reason) implements Answer {}

        /// Nothing else than the server's own.
        record Unchanged() implements Answer {}
    }

    public record Field(FieldPath path, JsonNode value) {}

    /// The same rule, switched on or off.
    public Mock enabled(boolean on) {
        return new Mock(target, method, tab, context, answer, status, headers, on, delay, times);
    }

    boolean appliesTo(Tab where, String requestMethod, String url) {
        return enabled
                && (tab == null || tab == where.id())
                && (context == null || context.id().equals(where.contextId()))
                && (method.isEmpty() || method.equalsIgnoreCase(requestMethod))
                && target.matches(url);
    }

    boolean replaces(Mock other) {
        return target.getClass() == other.target.getClass()
                && target.text().equals(other.target.text())
                && method.equalsIgnoreCase(other.method)
                && Objects.equals(tab, other.tab)
                && Objects.equals(context, other.context);
    }
}
