package io.relayhub.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A connector's answer, or a part of it ahead of its end. Immutable by agreement; without its content in
/// `toString`.
public final class Answer {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final byte[] json;
    private final @Nullable String versionWarning;

    Answer(byte[] json, @Nullable String versionWarning) {
        this.json = json;
        this.versionWarning = versionWarning;
    }

    /// The answer's `data` as the bytes that the connector sent: one JSON value in UTF-8, `null` where there was
    /// none.
    public byte[] json() {
        return json;
    }

    /// [#json] parsed, every call anew.
    public JsonNode data() {
        return MAPPER.readTree(json);
    }

    /// What the hub says when agent and connector are of different versions; null where there is nothing to say.
    public @Nullable String versionWarning() {
        return versionWarning;
    }

    @Override
    public String toString() {
        return "answer of " + json.length + " bytes";
    }
}
