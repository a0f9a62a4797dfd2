package io.relayhub.relay.codec;

import io.relayhub.relay.codec.Frame.Invalid;
import io.relayhub.relay.codec.Frame.Outcome;
import io.relayhub.relay.codec.Frame.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From an envelope to the frame it is: by `type`, else by `success`, else by `action` (docs/protocol.md, "Messages").
/// Unknown members are not looked at.
public final class FrameReader {
    /// The longest name, version, connector id, label or action in characters.
    public static final int MAX_WORD = 256;
    private static final int MAX_WORDS = 1_024;
    private static final int MAX_LABELS = 64;
    private static final int MAX_IN_FLIGHT = 100_000;

    private FrameReader() {}

    public static Frame read(Envelope envelope) {
        Field repeated = envelope.repeated();
        if (repeated != null) {
            return new Invalid(
                    Problem.BAD_REQUEST, null, "The message has \"" + repeated.text() + "\" twice; send it once.");
        }
        try {
            return shaped(envelope);
        } catch (Unfit e) {
            return new Invalid(Problem.BAD_REQUEST, idOrNull(envelope), e.sentence);
        }
    }

    private static Frame shaped(Envelope envelope) throws Unfit {
        String type = envelope.has(Field.TYPE) && envelope.kind(Field.TYPE) == '"' ? string(envelope, Field.TYPE) : "";
        return switch (type) {
            case "ping" -> new Frame.Ping();
            case "pong" -> new Frame.Pong();
            case "agent_hello" -> new Frame.AgentHello(word(envelope, Field.NAME), word(envelope, Field.VERSION));
            case "connector_hello" -> connectorHello(envelope);
            case "cancel" -> new Frame.Cancel(id(envelope));
            case "progress" -> {
                requireStringId(envelope);
                yield new Frame.Progress(envelope);
            }
            default -> untyped(envelope);
        };
    }

    private static Frame untyped(Envelope envelope) throws Unfit {
        if (envelope.has(Field.SUCCESS)) {
            requireStringId(envelope);
            return new Frame.Answer(envelope, outcome(envelope), envelope.has(Field.VERSION_WARNING));
        }
        if (envelope.has(Field.ACTION)) {
            return request(envelope);
        }
        if (envelope.has(Field.TYPE)) {
            return new Invalid(
                    Problem.UNKNOWN_TYPE,
                    idOrNull(envelope),
                    "The message's \"type\" is not one of the relay's; docs/protocol.md lists them.");
        }
        if (envelope.has(Field.ID) && envelope.kind(Field.ID) == '"') {
            return new Frame.Answer(envelope, Outcome.UNREADABLE, envelope.has(Field.VERSION_WARNING));
        }
        throw new Unfit(
                "The message is neither a request (\"id\" and \"action\") nor an answer (\"id\" and \"success\").");
    }

    private static Frame request(Envelope envelope) throws Unfit {
        RequestId id = id(envelope);
        String action = word(envelope, Field.ACTION);
        if (action == null || action.isEmpty()) {
            throw new Unfit("\"action\" must be a string of 1 to " + MAX_WORD + " characters.");
        }
        return new Frame.Request(
                envelope,
                id,
                action,
                word(envelope, Field.CONNECTOR),
                labels(envelope),
                timeoutMillis(envelope),
                envelope.valueIs(Field.IDEMPOTENT, Values.TRUE),
                word(envelope, Field.VERSION));
    }

    private static Frame connectorHello(Envelope envelope) throws Unfit {
        Set<String> features = words(envelope, Field.FEATURES);
        return new Frame.ConnectorHello(
                word(envelope, Field.CONNECTOR_ID),
                word(envelope, Field.NAME),
                word(envelope, Field.VERSION),
                labels(envelope),
                words(envelope, Field.ACTIONS),
                features == null ? Set.of() : features,
                maxInFlight(envelope));
    }

    private static Outcome outcome(Envelope envelope) {
        if (envelope.valueIs(Field.SUCCESS, Values.TRUE)) {
            return Outcome.SUCCESS;
        }
        return envelope.valueIs(Field.SUCCESS, Values.FALSE) ? Outcome.FAILURE : Outcome.UNREADABLE;
    }

    private static @Nullable RequestId idOrNull(Envelope envelope) {
        try {
            return id(envelope);
        } catch (Unfit e) {
            return null;
        }
    }

    private static RequestId id(Envelope envelope) throws Unfit {
        if (!envelope.has(Field.ID)) {
            throw new Unfit("The message has no \"id\".");
        }
        byte kind = envelope.kind(Field.ID);
        int length = envelope.valueTo(Field.ID) - envelope.valueFrom(Field.ID);
        // An escape takes at most six bytes a character; anything longer need not be decoded to be refused.
        if (kind == '"' && length <= 6 * RequestId.MAX_CHARACTERS + 2) {
            RequestId id = RequestId.ofString(envelope.raw(Field.ID));
            if (id.characters() >= 1 && id.characters() <= RequestId.MAX_CHARACTERS) {
                return id;
            }
        } else if (isInteger(envelope) && length <= RequestId.MAX_CHARACTERS) {
            return RequestId.ofInteger(envelope.raw(Field.ID));
        }
        throw new Unfit("\"id\" must be a string of 1 to " + RequestId.MAX_CHARACTERS + " characters or an integer.");
    }

    private static boolean isInteger(Envelope envelope) {
        byte[] array = envelope.array();
        int at = envelope.valueFrom(Field.ID);
        if (array[at] == '-') {
            at++;
        }
        while (at < envelope.valueTo(Field.ID)) {
            if (array[at] < '0' || array[at] > '9') {
                return false;
            }
            at++;
        }
        return true;
    }

    private static void requireStringId(Envelope envelope) throws Unfit {
        if (!envelope.has(Field.ID) || envelope.kind(Field.ID) != '"') {
            throw new Unfit("The \"id\" must be the one that the request came with.");
        }
    }

    private static String string(Envelope envelope, Field field) {
        return Values.string(envelope.array(), envelope.valueFrom(field), envelope.valueTo(field));
    }

    private static @Nullable String word(Envelope envelope, Field field) throws Unfit {
        if (absent(envelope, field)) {
            return null;
        }
        if (envelope.kind(field) != '"') {
            throw new Unfit("\"" + field.text() + "\" must be a string.");
        }
        String word = string(envelope, field);
        if (word.length() > MAX_WORD) {
            throw new Unfit("\"" + field.text() + "\" is longer than " + MAX_WORD + " characters.");
        }
        return word;
    }

    private static @Nullable Set<String> words(Envelope envelope, Field field) throws Unfit {
        if (absent(envelope, field)) {
            return null;
        }
        Set<String> words = Values.words(envelope, field, MAX_WORDS);
        if (words == null) {
            throw new Unfit("\"" + field.text() + "\" must be an array of at most " + MAX_WORDS + " strings.");
        }
        return words;
    }

    private static Map<String, String> labels(Envelope envelope) throws Unfit {
        if (absent(envelope, Field.LABELS)) {
            return Map.of();
        }
        Map<String, String> labels = Values.strings(envelope, Field.LABELS, MAX_LABELS);
        if (labels == null) {
            throw new Unfit("\"labels\" must be an object of at most " + MAX_LABELS + " strings.");
        }
        return labels;
    }

    private static int maxInFlight(Envelope envelope) throws Unfit {
        if (absent(envelope, Field.MAX_IN_FLIGHT)) {
            return 0;
        }
        double value = number(envelope, Field.MAX_IN_FLIGHT);
        if (!(value >= 1 && value <= MAX_IN_FLIGHT)) {
            throw new Unfit("\"maxInFlight\" must be a number from 1 to " + MAX_IN_FLIGHT + ".");
        }
        return (int) value;
    }

    private static long timeoutMillis(Envelope envelope) throws Unfit {
        Field field = absent(envelope, Field.TIMEOUT_MS) ? Field.TIMEOUT_SEC : Field.TIMEOUT_MS;
        if (absent(envelope, field)) {
            return 0;
        }
        double millis = number(envelope, field) * (field == Field.TIMEOUT_SEC ? 1_000 : 1);
        if (!(millis > 0)) {
            throw new Unfit("\"" + field.text() + "\" must be a number above 0.");
        }
        return Math.max(1, (long) millis);
    }

    /// @return NaN where the value is not a number
    private static double number(Envelope envelope, Field field) {
        byte kind = envelope.kind(field);
        if (kind != '-' && (kind < '0' || kind > '9')) {
            return Double.NaN;
        }
        return Double.parseDouble(new String(
                envelope.array(),
                envelope.valueFrom(field),
                envelope.valueTo(field) - envelope.valueFrom(field),
                StandardCharsets.US_ASCII));
    }

    private static boolean absent(Envelope envelope, Field field) {
        return !envelope.has(field) || envelope.valueIs(field, Values.NULL);
    }

    /// A member that is not what it should be. Never leaves this class.
    private static final class Unfit extends Exception {
        private final String sentence;

        Unfit(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }
    }
}
