package io.relayhub.connector.chrome.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A place in a JSON value, such as `data.items[0].name`. A name that holds dots or brackets stands in brackets and
/// quotes: `data["a.b"]`.
public final class FieldPath {
    private sealed interface Step {
        record Name(String name) implements Step {}

        record Index(int index) implements Step {}
    }

    // A path that makes the value grow beyond any use is a mistake.
    private static final int MAX_INDEX = 10_000;
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]\"]+)|\\[(\\d{1,6})]|\\[\"([^\"]*)\"]");

    private final String text;
    private final List<Step> steps;

    private FieldPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    /// @throws IllegalArgumentException when it is no path; the message is a sentence
    public static FieldPath parse(String text) {
        Matcher matcher = STEP.matcher(text);
        List<Step> steps = new ArrayList<>();
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            end = matcher.end();
            if (matcher.group(1) != null) {
                steps.add(new Step.Name(matcher.group(1)));
            } else if (matcher.group(3) != null) {
                steps.add(new Step.Name(matcher.group(3)));
            } else {
                steps.add(new Step.Index(Integer.parseInt(matcher.group(2))));
            }
        }
        boolean tooFar = steps.stream().anyMatch(step -> step instanceof Step.Index(int at) && at > MAX_INDEX);
        if (end != text.length() || steps.isEmpty() || text.startsWith(".") || tooFar) {
            throw new IllegalArgumentException("'" + text + "' is no path: write it like data.items[0].name.");
        }
        return new FieldPath(text, List.copyOf(steps));
    }

    /// Puts a value there and makes what is missing on the way; what is there but is no object or array gives way.
    ///
    /// @param root changed in place, where it has the kind that the first step asks for
    /// @return the changed value
    public JsonNode set(JsonNode root, JsonNode value) {
        return set(root, 0, value);
    }

    private JsonNode set(JsonNode at, int depth, JsonNode value) {
        if (depth == steps.size()) {
            return value;
        }
        return switch (steps.get(depth)) {
            case Step.Name(String name) -> {
                ObjectNode object = at instanceof ObjectNode found ? found : MockJson.object();
                object.set(name, set(object.path(name), depth + 1, value));
                yield object;
            }
            case Step.Index(int index) -> {
                ArrayNode array = at instanceof ArrayNode found ? found : MockJson.array();
                while (array.size() <= index) {
                    array.addNull();
                }
                array.set(index, set(array.path(index), depth + 1, value));
                yield array;
            }
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
