package io.relayhub.connector.chrome.action;

import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `run_actions`: several actions in a row, until one fails.
final class RunActions {
    static final String NAME = "run_actions";
    private static final List<String> COMMON = List.of("tabId", "context");
    private static final int MAX_STEPS = 50;
    // Below what a hub takes as one message, with room for one more step's answer.
    private static final int MAX_CHARS = 9 << 20;

    private static final Members STEP = Members.of("action", "data");

    private record Step(ActionSpec spec, Arguments arguments) {}

    private final Map<String, ActionSpec> known;

    /// @param known what a step may be
    RunActions(Map<String, ActionSpec> known) {
        this.known = known;
    }

    List<ActionSpec> actions() {
        return List.of(ActionSpec.of(NAME, this::run, "actions", "tabId", "context"));
    }

    private JsonNode run(Arguments arguments, Deadline deadline) throws ActionException, InterruptedException {
        List<Step> steps = steps(arguments);
        ObjectNode result = CdpConnection.object();
        ArrayNode results = result.putArray("results");
        int completed = 0;
        int chars = 0;
        for (Step step : steps) {
            ObjectNode entry = results.addObject()
                    .put("step", completed)
                    .put("action", step.spec().name());
            try {
                JsonNode data = perform(step, deadline);
                chars += data.toString().length();
                if (chars > MAX_CHARS) {
                    throw new ActionException(
                            ActionError.TOO_LARGE, "The steps' answers are together too large for one message.");
                }
                entry.put("success", true).set("data", data);
                completed++;
            } catch (ActionException e) {
                entry.put("success", false).put("error", e.sentence()).put("errorCode", e.code());
                result.put("error", e.sentence()).put("errorCode", e.code()).put("failedStep", completed);
                break;
            }
        }
        return result.put("completedSteps", completed).put("totalSteps", steps.size());
    }

    private static JsonNode perform(Step step, Deadline deadline) throws ActionException, InterruptedException {
        try {
            return step.spec().action().perform(step.arguments(), deadline);
        } catch (CdpException e) {
            throw Pages.translated(e);
        }
    }

    /// All are read before the first is done, so that a typing error in the last does not leave half of them done.
    private List<Step> steps(Arguments arguments) throws ActionException {
        JsonNode list = arguments.json("actions");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_STEPS) {
            throw Arguments.bad(
                    "\"actions\" is a list of 1 to " + MAX_STEPS + " times {\"action\": …, \"data\": {…}}.");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode item : list) {
            Arguments step = Arguments.inner("Step " + steps.size(), item, STEP);
            ActionSpec spec = known.get(step.optionalText("action").orElse(""));
            if (spec == null) {
                throw Arguments.bad("Step " + steps.size() + " has no \"action\" that can be run here"
                        + " (run_actions itself can't).");
            }
            ObjectNode data =
                    step.json("data") instanceof ObjectNode object ? object.deepCopy() : CdpConnection.object();
            for (String common : COMMON) {
                boolean missing = !data.has("tabId") && !data.has("context");
                if (missing && arguments.has(common) && spec.members().names().contains(common)) {
                    data.set(common, arguments.json(common));
                }
            }
            steps.add(new Step(spec, Arguments.of(spec, data, arguments.agent())));
        }
        return steps;
    }
}
