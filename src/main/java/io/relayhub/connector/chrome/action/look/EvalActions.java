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
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `page_eval`: a script of the agent's, in the page's own world.
public final class EvalActions {
    private static final int MAX_CHARS = 4 << 20;
    private static final Duration WAITING = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    // Objects as JSON, and what JSON has no word for as a text that says so.
    private static final String DESCRIBE = """
        function() {
          const seen = [];
          const element = (node) => '<' + node.nodeName.toLowerCase() + (node.id ? '#' + node.id : '')
            + [...(node.classList ?? [])].slice(0, 3).map((name) => '.' + name).join('') + '>';
          const plain = (value, depth) => {
            switch (typeof value) {
              case 'undefined': return '[undefined]';
              case 'function': return '[function ' + (value.name || 'without a name') + ']';
              case 'symbol': return '[' + String(value) + ']';
              case 'bigint': return value + 'n';
              case 'number': return Number.isFinite(value) ? value : String(value);
              case 'object': break;
              default: return value;
            }
            if (value === null) return null;
            if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
            if (value instanceof RegExp) return String(value);
            if (value instanceof Error) return String(value);
            if (typeof Node === 'function' && value instanceof Node) return value.nodeType === 1 ? element(value) : '[' + value.nodeName + ']';
            if (typeof Window === 'function' && value instanceof Window) return '[window]';
            if (seen.includes(value)) return '[circular]';
            if (depth > 50) return '[too deep]';
            seen.push(value);
            try {
              if (value instanceof Map) return [...value].map((pair) => pair.map((one) => plain(one, depth + 1)));
              if (value instanceof Set) return [...value].map((one) => plain(one, depth + 1));
              if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value, (one) => plain(one, depth + 1));
              const list = Array.isArray(value) || (typeof NodeList === 'function' && (value instanceof NodeList || value instanceof HTMLCollection));
              if (list) return Array.from(value, (one) => plain(one, depth + 1));
              if (typeof value.toJSON === 'function') return plain(value.toJSON(), depth + 1);
              const object = {};
              for (const key of Object.keys(value)) object[key] = plain(value[key], depth + 1);
              return object;
            } finally {
              seen.pop();
            }
          };
          return plain(this, 0);
        }\
        """;

    private final Pages pages;

    public EvalActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(ActionSpec.inTab(
                "page_eval", this::eval, "expression", "function", "args", "awaitPromise", "frameId", "timeout"));
    }

    private JsonNode eval(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        if (arguments.has("expression") == arguments.has("function")) {
            throw Arguments.bad("page_eval needs one of \"expression\" or \"function\".");
        }
        if (arguments.has("args")
                && (!arguments.has("function") || !arguments.json("args").isArray())) {
            throw Arguments.bad("\"args\" is a list of values for \"function\".");
        }
        Deadline own = arguments.millis("timeout").map(deadline::orIn).orElse(deadline);
        Tab tab = pages.settled(arguments, own);
        Deadline again = own.orIn(WAITING);
        while (true) {
            Frame frame = frame(tab, arguments, own);
            Optional<JsonNode> answer = evaluate(tab, frame, arguments, own);
            if (answer.isPresent()) {
                return answer(tab, frame, answer.get(), own);
            }
            if (again.passed()) {
                throw new ActionException(ActionError.FAILED, "Tab " + tab.id() + " changes its page all the time.");
            }
            tab.await(() -> false, again.orIn(BETWEEN_TRIES));
            Pages.awaitSettled(tab, again);
        }
    }

    /// @return empty when the document went away before the script began: it is for the next one
    private static Optional<JsonNode> evaluate(Tab tab, Frame frame, Arguments arguments, Deadline own)
            throws ActionException, CdpException, InterruptedException {
        ObjectNode params = CdpConnection.object()
                .put("uniqueContextId", frame.contextId())
                .put("awaitPromise", arguments.flag("awaitPromise", true))
                .put("userGesture", true);
        String method = "Runtime.evaluate";
        if (arguments.has("function")) {
            method = "Runtime.callFunctionOn";
            params.put("functionDeclaration", arguments.text("function"));
            var list = params.putArray("arguments");
            arguments.json("args").forEach(value -> list.addObject().set("value", value));
        } else {
            params.put("expression", arguments.text("expression"))
                    .put("replMode", true)
                    .put("timeout", Math.max(1, own.millisLeft()));
        }
        try {
            JsonNode answer = tab.call(frame.session(), method, params, own);
            boolean promise = answer.path("result").path("subtype").asString("").equals("promise");
            if (!promise || !arguments.flag("awaitPromise", true) || answer.has("exceptionDetails")) {
                return Optional.of(answer);
            }
            String handle = answer.path("result").path("objectId").asString("");
            ObjectNode which = CdpConnection.object().put("promiseObjectId", handle);
            return Optional.of(tab.call(frame.session(), "Runtime.awaitPromise", which, own));
        } catch (CdpException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            if (e.sentence().contains("Cannot find context") || e.sentence().contains("uniqueContextId not found")) {
                return Optional.empty();
            }
            throw ChromeError.EVAL_FAILED.because("The script did not end: the page went away while it ran, or it ran"
                    + " for too long. What it has done is done.");
        }
    }

    private static JsonNode answer(Tab tab, Frame frame, JsonNode answer, Deadline own)
            throws ActionException, CdpException, InterruptedException {
        if (answer.has("exceptionDetails")) {
            throw ChromeError.EVAL_FAILED.because(thrown(answer.path("exceptionDetails")));
        }
        JsonNode value = answer.path("result");
        ObjectNode result = CdpConnection.object().put("tabId", tab.id());
        result.put("type", value.path("subtype").asString(value.path("type").asString("undefined")));
        result.set("result", plain(tab, frame, value, own));
        if (result.path("result").toString().length() > MAX_CHARS) {
            throw new ActionException(
                    ActionError.TOO_LARGE, "The value is larger than 4 Mi characters: let the script return less.");
        }
        return result;
    }

    private static JsonNode plain(Tab tab, Frame frame, JsonNode value, Deadline own)
            throws ActionException, CdpException, InterruptedException {
        String handle = value.path("objectId").asString("");
        if (handle.isEmpty()) {
            JsonNode plain = value.has("unserializableValue") ? value.path("unserializableValue") : value.path("value");
            return plain.isMissingNode()
                    ? CdpConnection.object().putNull("none").path("none")
                    : plain;
        }
        ObjectNode params = CdpConnection.object()
                .put("objectId", handle)
                .put("functionDeclaration", DESCRIBE)
                .put("returnByValue", true);
        try {
            JsonNode described = tab.call(frame.session(), "Runtime.callFunctionOn", params, own);
            if (described.has("exceptionDetails")) {
                throw ChromeError.EVAL_FAILED.because("The script's value can't be read: one of its getters throws.");
            }
            return described.path("result").path("value");
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED) {
                throw ChromeError.EVAL_FAILED.because(
                        "The script ran, but its value was gone with the page, or is too large, before it could be"
                                + " read.");
            }
            throw e;
        } finally {
            tab.tell(
                    frame.session(),
                    "Runtime.releaseObject",
                    CdpConnection.object().put("objectId", handle));
        }
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
}
