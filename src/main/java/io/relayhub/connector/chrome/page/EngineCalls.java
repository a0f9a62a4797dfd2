package io.relayhub.connector.chrome.page;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.document.Frames.Frame;
import io.relayhub.connector.chrome.document.References;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Questions to the connector's own script in one document (`engine.js`).
final class EngineCalls {
    private final Tab tab;
    private final Deadline deadline;

    EngineCalls(Tab tab, Deadline deadline) {
        this.tab = tab;
        this.deadline = deadline;
    }

    /// The value of a call such as `visible`; empty when the document has gone or is not ready to be asked.
    Optional<JsonNode> value(Frame frame, String function, JsonNode... arguments)
            throws ActionException, CdpException, InterruptedException {
        return evaluate(frame, expression(function, arguments), true).map(result -> result.path("value"));
    }

    /// The element that a call such as `find` has found.
    Optional<Element> element(Frame frame, String label, String function, JsonNode... arguments)
            throws ActionException, CdpException, InterruptedException {
        return evaluate(frame, expression(function, arguments), false)
                .map(result -> result.path("objectId").asString(""))
                .filter(handle -> !handle.isEmpty())
                .map(handle -> new Element(tab, frame, handle, label));
    }

    /// The value of a call that gives numbers to elements.
    Optional<JsonNode> naming(Frame frame, String function, JsonNode... arguments)
            throws ActionException, CdpException, InterruptedException {
        return naming(frame, expression(function, arguments));
    }

    /// The same for an expression that yields the call's value.
    Optional<JsonNode> naming(Frame frame, String expression)
            throws ActionException, CdpException, InterruptedException {
        References references = tab.references();
        ReentrantLock lock = references.naming();
        if (!lock.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new CdpException(Reason.TIMEOUT, "The page of tab " + tab.id() + " was busy all the time.");
        }
        try {
            String whole =
                    "(relayhub.base(" + references.last() + "), {value: " + expression + ", last: relayhub.last()})";
            Optional<JsonNode> answer = evaluate(frame, whole, true).map(result -> result.path("value"));
            answer.ifPresent(json -> references.given(
                    new References.Owner(frame.session(), frame.engineId()),
                    json.path("last").asInt(0)));
            return answer.map(json -> json.path("value"));
        } finally {
            lock.unlock();
        }
    }

    private static String expression(String function, JsonNode... arguments) {
        StringJoiner call = new StringJoiner(", ", "relayhub." + function + "(", ")");
        for (JsonNode argument : arguments) {
            call.add(argument.toString());
        }
        return call.toString();
    }

    private Optional<JsonNode> evaluate(Frame frame, String expression, boolean byValue)
            throws ActionException, CdpException, InterruptedException {
        if (!frame.answers()) {
            return Optional.empty();
        }
        ObjectNode params = CdpConnection.object()
                .put("expression", expression)
                .put("uniqueContextId", frame.engineId())
                .put("returnByValue", byValue);
        JsonNode answer;
        try {
            answer = tab.call(frame.session(), "Runtime.evaluate", params, deadline);
        } catch (CdpException e) {
            if (e.reason() == Reason.REFUSED || (e.reason() == Reason.SESSION_ENDED && !isMain(frame))) {
                return Optional.empty();
            }
            throw e;
        }
        JsonNode thrown = answer.path("exceptionDetails").path("exception");
        if (thrown.path("className").asString("").equals("DOMException")) {
            throw new ActionException(
                    ActionError.BAD_REQUEST, "The \"selector\" is no CSS selector that browsers understand.");
        }
        if (answer.has("exceptionDetails")) {
            // A document that is just going away; the next one answers.
            return Optional.empty();
        }
        return Optional.of(answer.path("result"));
    }

    private boolean isMain(Frame frame) {
        return frame.session().equals(tab.session());
    }
}
