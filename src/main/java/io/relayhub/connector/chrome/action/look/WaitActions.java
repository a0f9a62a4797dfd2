package io.relayhub.connector.chrome.action.look;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.download.Download;
import io.relayhub.connector.chrome.history.Exchange;
import io.relayhub.connector.chrome.mock.UrlPattern;
import io.relayhub.connector.chrome.page.Looks;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_wait`: until something is so.
public final class WaitActions {
    private static final Duration WAITING = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final List<String> CONDITIONS =
            List.of("time", "selector", "text", "textGone", "url", "response", "download", "function", "networkIdle");

    private final Pages pages;

    public WaitActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(ActionSpec.inTab(
                "page_wait",
                this::waitFor,
                "time",
                "selector",
                "state",
                "text",
                "textGone",
                "url",
                "response",
                "download",
                "function",
                "networkIdle",
                "timeout"));
    }

    /// Looks once.
    @FunctionalInterface
    private interface Look {
        boolean succeeds(Deadline deadline) throws ActionException, CdpException, InterruptedException;
    }

    /// @param what for the sentence when it does not come
    private record Condition(String what, Look look) {}

    private JsonNode waitFor(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (CONDITIONS.stream().filter(arguments::has).count() != 1) {
            throw Arguments.bad("page_wait waits for one of " + String.join(", ", CONDITIONS) + ".");
        }
        long begun = System.nanoTime();
        Optional<Duration> time = arguments.millis("time");
        Deadline own = deadline.orIn(arguments.millis("timeout").orElse(WAITING));
        Tab tab = pages.permitted(arguments, deadline);
        ObjectNode answer = CdpConnection.object().put("tabId", tab.id());
        if (time.isPresent()) {
            tab.await(() -> false, deadline.orIn(time.get()));
            if (millisSince(begun) < time.get().toMillis()) {
                throw new ActionException(
                        ActionError.TIMEOUT,
                        "The request's own deadline came before the "
                                + time.get().toMillis() + " ms were over: give it a longer \"timeoutMs\".");
            }
        } else {
            until(tab, condition(tab, arguments, answer), own, begun);
        }
        pages.requirePermitted(tab);
        return answer.put("waited", true).put("elapsed", millisSince(begun));
    }

    private Condition condition(Tab tab, Arguments arguments, ObjectNode answer) throws ActionException {
        if (arguments.has("selector")) {
            return element(tab, arguments.text("selector"), arguments.word("state", "visible", "attached", "hidden"));
        }
        if (arguments.has("text")) {
            String text = arguments.text("text");
            return new Condition("the text", deadline -> Looks.showsText(tab, text, deadline));
        }
        if (arguments.has("textGone")) {
            String text = arguments.text("textGone");
            return new Condition("the text to go", deadline -> !Looks.showsText(tab, text, deadline));
        }
        if (arguments.has("url")) {
            UrlPattern pattern = Arguments.parsed(arguments.text("url"), UrlPattern::ofUrl);
            return new Condition("the address " + pattern, deadline -> {
                String url = pages.shown(tab, deadline).url();
                answer.put("url", url);
                return !tab.navigations().leaving() && pattern.matches(url);
            });
        }
        if (arguments.has("response")) {
            return response(tab, arguments.text("response"), answer);
        }
        if (arguments.has("download")) {
            return download(tab, arguments.text("download"), answer);
        }
        if (arguments.has("function")) {
            return function(tab, arguments.text("function"));
        }
        if (!arguments.flag("networkIdle", true)) {
            throw Arguments.bad("\"networkIdle\" can only be true.");
        }
        return new Condition(
                "an idle network",
                deadline -> !tab.navigations().leaving() && tab.network().quietNanos() >= IDLE.toNanos());
    }

    private static Condition element(Tab tab, String selector, String state) {
        return switch (state) {
            case "visible" ->
                new Condition("a visible '" + selector + "'", deadline -> Looks.visible(tab, selector, deadline));
            case "attached" -> new Condition("'" + selector + "'", deadline -> Looks.there(tab, selector, deadline));
            default -> new Condition("'" + selector + "' to go", deadline -> !Looks.visible(tab, selector, deadline));
        };
    }

    /// Of a request that was begun since the tab's last click, key or navigation.
    private static Condition response(Tab tab, String text, ObjectNode answer) throws ActionException {
        UrlPattern pattern = Arguments.parsed(text, UrlPattern::ofUrl);
        long since = tab.input().last();
        return new Condition("a response of " + pattern, deadline -> {
            for (Exchange exchange : tab.network().all().reversed()) {
                Exchange.Response response = exchange.response();
                if (exchange.request().startedAt() >= since
                        && exchange.end() != null
                        && response != null
                        && pattern.matches(exchange.request().url())) {
                    answer.put("requestId", exchange.requestId())
                            .put("url", exchange.request().url())
                            .put("status", response.status());
                    return true;
                }
            }
            return false;
        });
    }

    /// The end of one that was begun since the tab's last click, key or navigation, by the tab or by a page that has
    /// gone.
    private Condition download(Tab tab, String text, ObjectNode answer) throws ActionException {
        UrlPattern pattern = Arguments.parsed(text, UrlPattern::ofUrl);
        long since = tab.input().last();
        return new Condition("a download of " + pattern + " to end", deadline -> {
            for (Download download : pages.browser().downloads().all()) {
                boolean its = download.origin().tabId() == tab.id()
                        || download.origin().contextId().isEmpty();
                if (its
                        && download.startedAt() >= since
                        && download.ended()
                        && (pattern.matches(download.name())
                                || pattern.matches(download.origin().url()))) {
                    answer.set("download", DownloadActions.describe(download, CdpConnection.object()));
                    return true;
                }
            }
            return false;
        });
    }

    private Condition function(Tab tab, String function) {
        return new Condition("the function to return something true", deadline -> {
            Frame main = pages.mainFrame(tab, deadline);
            ObjectNode params = CdpConnection.object()
                    .put("uniqueContextId", main.contextId())
                    .put("functionDeclaration", "async function() { return !!await (" + function + ")(); }")
                    .put("awaitPromise", true)
                    .put("returnByValue", true);
            JsonNode answer = tab.call(main.session(), "Runtime.callFunctionOn", params, deadline);
            if (answer.has("exceptionDetails")) {
                throw ChromeError.EVAL_FAILED.because(
                        "The function to wait for threw: write it like () => window.ready.");
            }
            return answer.path("result").path("value").asBoolean(false);
        });
    }

    private static void until(Tab tab, Condition condition, Deadline deadline, long begun)
            throws ActionException, CdpException, InterruptedException {
        while (true) {
            try {
                if (condition.look().succeeds(deadline)) {
                    return;
                }
            } catch (CdpException e) {
                // A document that goes away is looked at again; a page that is busy to the end has not shown it.
                boolean again = e.reason() == Reason.REFUSED || (e.reason() == Reason.TIMEOUT && deadline.passed());
                if (!again) {
                    throw e;
                }
            }
            if (deadline.passed()) {
                throw new ActionException(
                        ActionError.TIMEOUT,
                        "Waited " + millisSince(begun) + " ms for " + condition.what() + " in vain.");
            }
            tab.await(() -> false, deadline.orIn(BETWEEN_LOOKS));
        }
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
