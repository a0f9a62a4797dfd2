package io.relayhub.relay.codec;

import java.nio.charset.StandardCharsets;

/// An id as an agent chose it: a JSON string of 1 to 128 characters or an integer. Two ids are the same when they
/// mean the same (`a` may come as an escape), whatever bytes they came in; a string and a number never are.
public final class RequestId {
    public static final int MAX_CHARACTERS = 128;

    private final byte[] token;
    private final String meaning;

    private RequestId(byte[] token, String meaning) {
        this.token = token;
        this.meaning = meaning;
    }

    static RequestId ofString(byte[] token) {
        return new RequestId(token, '"' + Values.string(token, 0, token.length));
    }

    static RequestId ofInteger(byte[] token) {
        return new RequestId(token, new String(token, StandardCharsets.US_ASCII));
    }

    /// The JSON token exactly as it came, to be put back on the way home.
    byte[] token() {
        return token;
    }

    int characters() {
        return token[0] == '"' ? meaning.length() - 1 : meaning.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestId id && meaning.equals(id.meaning);
    }

    @Override
    public int hashCode() {
        return meaning.hashCode();
    }

    @Override
    public String toString() {
        return "request id of " + characters() + " characters";
    }
}
