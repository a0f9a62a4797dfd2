package io.relayhub.relay.codec;

import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.Member;
import io.relayhub.relay.codec.Frame.Invalid;
import io.relayhub.relay.codec.Frame.Outcome;
import io.relayhub.relay.codec.Frame.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From an envelope to the frame it is: by `type`, else by `success`, else by `action` (docs/protocol.md, "Messages").
/// Unknown members are not looked at. A reader belongs to one conversation.
public final class FrameReader {
    /// The longest name, version, connector id, label or action in characters.
    public static final int MAX_WORD = 256;
    private static final int MAX_WORDS = 1_024;
    private static final int MAX_LABELS = 64;
    private static final int MAX_IN_FLIGHT = 100_000;
    /// Characters of all features, of all labels' names and of all labels' values: what is kept of a peer is little.
    private static final int MAX_CHARACTERS = 4_096;

    private static final int MAX_ACTION_CHARACTERS = 65_536;
    /// An escape takes at most six bytes a character; anything longer need not be decoded to be refused.
    private static final int LONGEST_TOKEN = 6 * MAX_WORD + 2;

    private static final String LONGER = " is longer than " + MAX_WORD + " characters.";

    private final RecentWord action = new RecentWord(Field.ACTION);
    private final RecentWord connector = new RecentWord(Field.CONNECTOR);
    private final RecentWord version = new RecentWord(Field.VERSION);

    public Frame read(Envelope envelope) {
        Member repeated = envelope.repeated();
        if (repeated != null) {
            return new Invalid(
                    Problem.BAD_REQUEST, null, "The message has \"" + repeated.text() + "\" twice; send it once.");
        }
        try {
            return shaped(envelope);
        } catch (Unfit e) {
            return new Invalid(Problem.BAD_REQUEST, RequestId.of(envelope), e.sentence);
        }
    }

    private Frame shaped(Envelope envelope) throws Unfit {
        String type = Objects.requireNonNullElse(envelope.text(Field.TYPE), "");
        return switch (type) {
            case "ping" -> new Frame.Ping();
            case "pong" -> new Frame.Pong();
            case "agent_hello" ->
                new Frame.AgentHello(word(envelope, Field.NAME, null), word(envelope, Field.VERSION, null));
            case "connector_hello" -> connectorHello(envelope);
            case "cancel" -> new Frame.Cancel(id(envelope));
            case "progress" -> {
                requireStringId(envelope);
                // An agent that knows no progress would take it for the answer.
                if (envelope.has(Field.SUCCESS)) {
                    throw new Unfit("A \"progress\" has no \"success\"; only the answer has.");
                }
                yield new Frame.Progress(envelope);
            }
            default -> untyped(envelope);
        };
    }

    private Frame untyped(Envelope envelope) throws Unfit {
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
                    RequestId.of(envelope),
                    "The message's \"type\" is not one of the relay's; docs/protocol.md lists them.");
        }
        if (envelope.isString(Field.ID)) {
            return new Frame.Answer(envelope, Outcome.UNREADABLE, envelope.has(Field.VERSION_WARNING));
        }
        throw new Unfit(
                "The message is neither a request (\"id\" and \"action\") nor an answer (\"id\" and \"success\").");
    }

    private Frame request(Envelope envelope) throws Unfit {
        RequestId id = id(envelope);
        String action = word(envelope, Field.ACTION, this.action);
        if (action == null || action.isEmpty()) {
            throw new Unfit("\"action\" must be a string of 1 to " + MAX_WORD + " characters.");
        }
        return new Frame.Request(
                envelope,
                id,
                action,
                word(envelope, Field.CONNECTOR, connector),
                labels(envelope),
                timeoutMillis(envelope),
                envelope.isTrue(Field.IDEMPOTENT),
                word(envelope, Field.VERSION, version));
    }

    private static Frame connectorHello(Envelope envelope) throws Unfit {
        Set<String> features = words(envelope, Field.FEATURES, MAX_CHARACTERS);
        Set<String> agents = words(envelope, Field.AGENTS, MAX_ACTION_CHARACTERS);
        return new Frame.ConnectorHello(
                word(envelope, Field.CONNECTOR_ID, null),
                word(envelope, Field.NAME, null),
                word(envelope, Field.VERSION, null),
                labels(envelope),
                words(envelope, Field.ACTIONS, MAX_ACTION_CHARACTERS),
                features == null ? Set.of() : features,
                maxInFlight(envelope),
                agents == null ? Set.of() : agents);
    }

    private static Outcome outcome(Envelope envelope) {
        if (envelope.isTrue(Field.SUCCESS)) {
            return Outcome.SUCCESS;
        }
        return envelope.isFalse(Field.SUCCESS) ? Outcome.FAILURE : Outcome.UNREADABLE;
    }

    private static RequestId id(Envelope envelope) throws Unfit {
        RequestId id = RequestId.of(envelope);
        if (id == null) {
            throw new Unfit(
                    envelope.has(Field.ID)
                            ? "\"id\" must be a string of 1 to " + RequestId.MAX_CHARACTERS
                                    + " characters or an integer."
                            : "The message has no \"id\".");
        }
        return id;
    }

    private static void requireStringId(Envelope envelope) throws Unfit {
        if (!envelope.isString(Field.ID)) {
            throw new Unfit("The \"id\" must be the one that the request came with.");
        }
    }

    /// A string that is kept only for the message that has it, or until the next one of its kind.
    private static @Nullable String word(Envelope envelope, Field field, @Nullable RecentWord recent) throws Unfit {
        if (envelope.lacks(field)) {
            return null;
        }
        if (!envelope.isString(field)) {
            throw new Unfit("\"" + field.text() + "\" must be a string.");
        }
        if (envelope.valueTo(field) - envelope.valueFrom(field) > LONGEST_TOKEN) {
            throw new Unfit("\"" + field.text() + "\"" + LONGER);
        }
        String word = recent == null ? String.valueOf(envelope.text(field)) : recent.of(envelope);
        requireShort(field, word);
        return word;
    }

    private static void requireShort(Field field, String word) throws Unfit {
        if (word.length() > MAX_WORD) {
            throw new Unfit("\"" + field.text() + "\"" + LONGER);
        }
    }

    private static @Nullable Set<String> words(Envelope envelope, Field field, int mostCharacters) throws Unfit {
        if (envelope.lacks(field)) {
            return null;
        }
        List<String> words = envelope.words(field, MAX_WORDS);
        if (words == null) {
            throw new Unfit("\"" + field.text() + "\" must be an array of at most " + MAX_WORDS + " strings.");
        }
        requireLittle(field, words, mostCharacters);
        return Set.copyOf(words);
    }

    private static Map<String, String> labels(Envelope envelope) throws Unfit {
        if (envelope.lacks(Field.LABELS)) {
            return Map.of();
        }
        Map<String, String> labels = envelope.strings(Field.LABELS, MAX_LABELS);
        if (labels == null) {
            throw new Unfit("\"labels\" must be an object of at most " + MAX_LABELS + " strings.");
        }
        requireLittle(Field.LABELS, labels.keySet(), MAX_CHARACTERS);
        requireLittle(Field.LABELS, labels.values(), MAX_CHARACTERS);
        return Map.copyOf(labels);
    }

    private static void requireLittle(Field field, Collection<String> words, int mostCharacters) throws Unfit {
        int sum = 0;
        for (String word : words) {
            requireShort(field, word);
            sum += word.length();
        }
        if (sum > mostCharacters) {
            throw new Unfit("\"" + field.text() + "\" has more than " + mostCharacters + " characters in all.");
        }
    }

    private static int maxInFlight(Envelope envelope) throws Unfit {
        if (envelope.lacks(Field.MAX_IN_FLIGHT)) {
            return 0;
        }
        double value = envelope.number(Field.MAX_IN_FLIGHT);
        if (!(value >= 1 && value <= MAX_IN_FLIGHT)) {
            throw new Unfit("\"maxInFlight\" must be a number from 1 to " + MAX_IN_FLIGHT + ".");
        }
        return (int) value;
    }

    private static long timeoutMillis(Envelope envelope) throws Unfit {
        Field field = envelope.lacks(Field.TIMEOUT_MS) ? Field.TIMEOUT_SEC : Field.TIMEOUT_MS;
        if (envelope.lacks(field)) {
            return 0;
        }
        double millis = envelope.number(field) * (field == Field.TIMEOUT_SEC ? 1_000 : 1);
        if (!(millis > 0)) {
            throw new Unfit("\"" + field.text() + "\" must be a number above 0.");
        }
        return Math.max(1, (long) millis);
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
