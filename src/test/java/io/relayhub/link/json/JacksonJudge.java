package io.relayhub.link.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What Jackson says of a text, as the one that [JsonScanner] has to agree with.
public final class JacksonJudge {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(500).build())
            .build();

    private JacksonJudge() {}

    /// Whether it is one object of at most 500 levels, and nothing else, but for blanks behind it.
    public static boolean isOneObject(byte[] bytes) {
        if (bytes[0] != '{') {
            return false;
        }
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
