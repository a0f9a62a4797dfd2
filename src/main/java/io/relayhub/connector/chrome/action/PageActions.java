package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.browser.ChromeError;
import io.relayhub.connector.chrome.browser.Frames.Frame;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Elements;
import io.relayhub.connector.chrome.page.Snapshot;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_snapshot`, `page_frames`, `page_eval` and `page_wait`: looking at a page.
final class PageActions {
    private static final int DEPTH = 15;
    private static final Duration WAITING = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final int MAX_EVAL_CHARS = 4 << 20;

    private final Pages pages;

    PageActions(Pages pages) {
        this.pages = pages;
    }

    Map<String, Action> actions() {
        return Map.of(
                "page_snapshot", this::snapshot,
                "page_frames", this::frames,
                "page_eval", this::eval,
                "page_wait", this::waitFor);
    }

    private JsonNode snapshot(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        int depth = arguments.integer("depth", 1, 200, DEPTH);
        String title = pages.title(tab, deadline);
        return Snapshot.take(tab, depth, deadline).put("title", title).put("tabId", tab.id());
    }

    private JsonNode frames(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        ArrayNode list = result.putArray("frames");
        Optional<String> main = tab.frames().main().map(Frame::frameId);
        for (Frame frame : tab.permittedFrames()) {
            list.addObject()
                    .put("frameId", frame.frameId())
                    .put("url", frame.url())
                    .put("name", name(tab, frame, deadline))
                    .put("isMainFrame", main.filter(frame.frameId()::equals).isPresent());
        }
        return result;
    }

    private static String name(Tab tab, Frame frame, Deadline deadline) throws CdpException, InterruptedException {
        ObjectNode question = CdpConnection.object()
                .put("expression", "window.name")
                .put("uniqueContextId", frame.contextId())
                .put("returnByValue", true);
        try {
            JsonNode answer = tab.call(frame.session(), "Runtime.evaluate", question, deadline);
            return answer.path("result").path("value").asString("");
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                return "";
            }
            throw e;
        }
    }

    private JsonNode eval(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        String expression = arguments.text("expression");
        Frame frame = frame(tab, arguments, deadline);
        Deadline own = arguments.millis("timeout").map(deadline::orIn).orElse(deadline);
        ObjectNode params = CdpConnection.object()
                .put("expression", expression)
                .put("uniqueContextId", frame.contextId())
                .put("returnByValue", true)
                .put("awaitPromise", arguments.flag("awaitPromise", true))
                .put("userGesture", true)
                .put("timeout", Math.max(1, own.millisLeft()));
        JsonNode answer;
        try {
            answer = tab.call(frame.session(), "Runtime.evaluate", params, own);
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                throw ChromeError.EVAL_FAILED.because(e.sentence() + ".");
            }
            throw e;
        }
        if (answer.has("exceptionDetails")) {
            throw ChromeError.EVAL_FAILED.because(thrown(answer.path("exceptionDetails")));
        }
        JsonNode value = answer.path("result");
        if (value.toString().length() > MAX_EVAL_CHARS) {
            throw new ActionException(
                    ActionError.TOO_LARGE, "The value is larger than 4 Mi characters: let the script return less.");
        }
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        String type = value.path("subtype").asString(value.path("type").asString("undefined"));
        result.put("type", type);
        if (value.has("unserializableValue")) {
            result.set("result", value.path("unserializableValue"));
        } else if (value.has("value")) {
            result.set("result", value.path("value"));
        } else {
            result.putNull("result");
        }
        return result;
    }

    /// The agent's own script is what is quoted here.
    private static String thrown(JsonNode details) {
        String description = details.path("exception").path("description").asString("");
        String value = details.path("exception").path("value").asString("");
        String what = !description.isEmpty()
                ? description
                : value.isEmpty() ? details.path("text").asString("") : value;
        String first = what.lines().findFirst().orElse("no message");
        return "The script threw at line " + (details.path("lineNumber").asInt(0) + 1) + ": "
                + (first.length() <= 500 ? first : first.substring(0, 500) + "…");
    }

    private Frame frame(Tab tab, Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Optional<String> wanted = arguments.optionalText("frameId");
        if (wanted.isEmpty()) {
            return pages.mainFrame(tab, deadline);
        }
        return tab.permittedFrames().stream()
                .filter(frame -> wanted.get().equals(frame.frameId()))
                .findFirst()
                .orElseThrow(() -> new ActionException(
                        ActionError.NOT_FOUND,
                        "Tab " + tab.id() + " has no such frame that may be touched now: page_frames lists them."));
    }

    private JsonNode waitFor(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        long begun = System.nanoTime();
        Optional<Duration> time = arguments.millis("time");
        Optional<String> selector = arguments.optionalText("selector");
        Optional<String> text = arguments.optionalText("text");
        boolean idle = arguments.flag("networkIdle", false);
        int conditions = (time.isPresent() ? 1 : 0)
                + (selector.isPresent() ? 1 : 0)
                + (text.isPresent() ? 1 : 0)
                + (idle ? 1 : 0);
        if (conditions != 1) {
            throw Arguments.bad("page_wait waits for one of \"time\", \"selector\", \"text\" or \"networkIdle\".");
        }
        Deadline own = deadline.orIn(
                time.isPresent() ? time.get() : arguments.millis("timeout").orElse(WAITING));
        if (time.isPresent()) {
            if (tab.await(() -> false, own) || deadline.passed()) {
                throw late("the time", begun);
            }
        } else if (selector.isPresent()) {
            until(
                    tab,
                    () -> Elements.isVisible(tab, selector.get(), own),
                    own,
                    "a visible '" + selector.get() + "'",
                    begun);
        } else if (text.isPresent()) {
            until(tab, () -> Elements.showsText(tab, text.get(), own), own, "the text", begun);
        } else {
            until(tab, () -> tab.network().quietNanos() >= IDLE.toNanos(), own, "an idle network", begun);
        }
        return CdpConnection.object().put("waited", true).put("elapsed", millisSince(begun));
    }

    @FunctionalInterface
    private interface Look {
        boolean succeeds() throws ActionException, CdpException, InterruptedException;
    }

    private static void until(Tab tab, Look look, Deadline deadline, String what, long begun)
            throws ActionException, CdpException, InterruptedException {
        while (!look.succeeds()) {
            if (deadline.passed()) {
                throw late(what, begun);
            }
            tab.await(() -> false, deadline.orIn(BETWEEN_LOOKS));
        }
    }

    private static ActionException late(String what, long begun) {
        return new ActionException(
                ActionError.TIMEOUT, "Waited " + millisSince(begun) + " ms for " + what + " in vain.");
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
