package io.relayhub.relay.codec;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads those few values of an envelope that the hub needs as values. What is given here has passed [JsonScanner].
final class Values {
    static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    static final byte[] NULL = {'n', 'u', 'l', 'l'};

    /// Without limits of its own on lengths: what comes here is no longer than a message.
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Values() {}

    /// A string's content.
    ///
    /// @param from where the opening quote stands
    /// @param to   behind the closing quote
    static String string(byte[] array, int from, int to) {
        for (int at = from + 1; at < to - 1; at++) {
            if (array[at] == '\\' || array[at] < 0) {
                return unescaped(array, from, to);
            }
        }
        return new String(array, from + 1, to - from - 2, StandardCharsets.ISO_8859_1);
    }

    private static String unescaped(byte[] array, int from, int to) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), array, from, to - from)) {
            parser.nextToken();
            return parser.getString();
        }
    }

    /// An object whose values are all strings; null when it is anything else.
    ///
    /// @param most members; null when there are more, and they are not looked at
    static @Nullable Map<String, String> strings(Envelope envelope, Field field, int most) {
        if (envelope.kind(field) != '{') {
            return null;
        }
        try (JsonParser parser = parser(envelope, field)) {
            parser.nextToken();
            Map<String, String> strings = new HashMap<>();
            for (int count = 1; parser.nextToken() == JsonToken.PROPERTY_NAME; count++) {
                if (count > most) {
                    return null;
                }
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    return null;
                }
                strings.put(name, parser.getString());
            }
            return Map.copyOf(strings);
        }
    }

    /// An array of strings; null when it is anything else.
    ///
    /// @param most strings; null when there are more, and they are not looked at
    static @Nullable Set<String> words(Envelope envelope, Field field, int most) {
        if (envelope.kind(field) != '[') {
            return null;
        }
        try (JsonParser parser = parser(envelope, field)) {
            parser.nextToken();
            Set<String> words = new HashSet<>();
            for (int count = 1; ; count++) {
                JsonToken next = parser.nextToken();
                if (next == JsonToken.END_ARRAY) {
                    return Set.copyOf(words);
                }
                if (next != JsonToken.VALUE_STRING || count > most) {
                    return null;
                }
                words.add(parser.getString());
            }
        }
    }

    private static JsonParser parser(Envelope envelope, Field field) {
        int from = envelope.valueFrom(field);
        return JSON.createParser(ObjectReadContext.empty(), envelope.array(), from, envelope.valueTo(field) - from);
    }
}
