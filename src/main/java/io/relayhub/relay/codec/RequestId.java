package io.relayhub.relay.codec;

import io.relayhub.link.json.Envelope;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An id as an agent chose it: a JSON string of 1 to 128 characters (Unicode code points) or an integer. Two ids are
/// the same when they mean the same (`a` may come as an escape), whatever bytes they came in; a string and a number
/// never are.
public final class RequestId {
    public static final int MAX_CHARACTERS = 128;
    /// A character outside of Unicode's first plane takes two escapes of six bytes.
    private static final int LONGEST_TOKEN = 12 * MAX_CHARACTERS + 2;

    private final byte[] token;
    /// The token, but for one with escapes: the opening quote and what they mean.
    private final byte[] meaning;

    private RequestId(byte[] token, byte[] meaning) {
        this.token = token;
        this.meaning = meaning;
    }

    /// @return null where the message has no id, or none that is valid
    public static @Nullable RequestId of(Envelope envelope) {
        byte[] token = length(envelope) > LONGEST_TOKEN ? null : envelope.raw(Field.ID);
        if (token == null) {
            return null;
        }
        if (envelope.isInteger(Field.ID)) {
            return token.length <= MAX_CHARACTERS ? new RequestId(token, token) : null;
        }
        byte[] content = envelope.isEscaped(Field.ID) ? envelope.utf8(Field.ID) : null;
        RequestId id = new RequestId(token, content == null ? token : quoted(content));
        return token[0] == '"' && id.characters() >= 1 && id.characters() <= MAX_CHARACTERS ? id : null;
    }

    private static int length(Envelope envelope) {
        return envelope.has(Field.ID) ? envelope.valueTo(Field.ID) - envelope.valueFrom(Field.ID) : 0;
    }

    private static byte[] quoted(byte[] content) {
        byte[] meaning = new byte[content.length + 2];
        meaning[0] = '"';
        System.arraycopy(content, 0, meaning, 1, content.length);
        meaning[meaning.length - 1] = '"';
        return meaning;
    }

    /// The JSON token exactly as it came, to be put back on the way home.
    byte[] token() {
        return token;
    }

    private int characters() {
        int characters = -2;
        for (byte each : meaning) {
            // Each character of UTF-8 has one byte that does not continue another.
            characters += (each & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestId id && Arrays.equals(meaning, id.meaning);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(meaning);
    }

    @Override
    public String toString() {
        return "request id of " + meaning.length + " bytes";
    }
}
