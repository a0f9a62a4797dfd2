package io.relayhub.connector.chrome.action.call;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Members;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A request's `data`, read field by field; what is missing or of a wrong kind is refused with a sentence that names
/// it. JSON `null` counts as missing.
public final class Arguments {
    private static final int MAX_MILLIS = 600_000;

    private final String whose;
    private final Members members;
    private final ObjectNode data;
    private final String agent;

    private Arguments(String whose, Members members, ObjectNode data, String agent) {
        this.whose = whose;
        this.members = members;
        this.data = data;
        this.agent = agent;
    }

    /// @param data an object; null or missing counts as an empty one
    /// @param agent who asks; see [#agent]
    /// @throws ActionException `BAD_REQUEST` when it is something else, or has a member that the action lacks
    public static Arguments of(ActionSpec spec, JsonNode data, String agent) throws ActionException {
        if (data.isNull() || data.isMissingNode()) {
            return new Arguments(spec.name(), spec.members(), CdpConnection.object(), agent);
        }
        if (!data.isObject()) {
            throw bad("\"data\" has to be a JSON object.");
        }
        return new Arguments(spec.name(), spec.members(), inner(spec.name(), data, spec.members()).data, agent);
    }

    /// An object inside of `data`, such as one of a list.
    ///
    /// @param whose how sentences call it
    public static Arguments inner(String whose, JsonNode json, Members members) throws ActionException {
        if (!(json instanceof ObjectNode object)) {
            throw bad(whose + " has to be a JSON object.");
        }
        members.check(whose, object);
        return new Arguments(whose, members, object, "");
    }

    public static ActionException bad(String sentence) {
        return new ActionException(ActionError.BAD_REQUEST, sentence);
    }

    /// How sentences call these arguments.
    public String whose() {
        return whose;
    }

    /// Which agent asks; empty where the hub does not tell agents apart, and for an object inside of `data`.
    public String agent() {
        return agent;
    }

    public boolean has(String name) {
        return !json(name).isNull() && !json(name).isMissingNode();
    }

    /// Missing where it is not there.
    public JsonNode json(String name) {
        if (!members.names().contains(name)) {
            throw new IllegalStateException(whose + " reads \"" + name + "\", which it does not take");
        }
        return data.path(name);
    }

    public String text(String name) throws ActionException {
        Optional<String> text = optionalText(name);
        if (text.isEmpty() || text.get().isEmpty()) {
            throw bad("\"" + name + "\" is missing: it is a text.");
        }
        return text.get();
    }

    public Optional<String> optionalText(String name) throws ActionException {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!json(name).isString()) {
            throw bad("\"" + name + "\" has to be a text.");
        }
        return Optional.of(json(name).asString());
    }

    /// One of the words, whose first is the default.
    public String word(String name, String... words) throws ActionException {
        String word = optionalText(name).orElse(words[0]);
        if (!List.of(words).contains(word)) {
            throw bad("\"" + name + "\" is one of " + String.join(", ", words) + ".");
        }
        return word;
    }

    /// A text or a list of texts; empty where it is missing.
    public List<String> texts(String name) throws ActionException {
        List<String> texts = new ArrayList<>();
        JsonNode node = json(name);
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            if (item.isString()) {
                texts.add(item.asString());
            } else if (!item.isNull() && !item.isMissingNode()) {
                throw bad("\"" + name + "\" has to be a text or a list of texts.");
            }
        }
        return texts;
    }

    public int integer(String name, int min, int max, int otherwise) throws ActionException {
        return optionalInteger(name, min, max).orElse(otherwise);
    }

    public OptionalInt optionalInteger(String name, int min, int max) throws ActionException {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        JsonNode node = json(name);
        if (!node.isNumber() || node.asDouble() != Math.rint(node.asDouble())) {
            throw bad("\"" + name + "\" has to be a whole number.");
        }
        double value = node.asDouble();
        if (value < min || value > max) {
            throw bad("\"" + name + "\" has to be between " + min + " and " + max + ".");
        }
        return OptionalInt.of((int) value);
    }

    public boolean flag(String name, boolean otherwise) throws ActionException {
        if (!has(name)) {
            return otherwise;
        }
        if (!json(name).isBoolean()) {
            throw bad("\"" + name + "\" is true or false.");
        }
        return json(name).asBoolean();
    }

    public Optional<Duration> millis(String name) throws ActionException {
        OptionalInt millis = optionalInteger(name, 0, MAX_MILLIS);
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsInt())) : Optional.empty();
    }

    /// Parses a text whose parser throws [IllegalArgumentException] with a sentence.
    public static <T> T parsed(String text, Function<String, T> parser) throws ActionException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }
}
