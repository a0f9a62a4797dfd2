package io.relayhub.link;

import java.util.regex.Pattern;

/// Permission that comes with a credential: an open word such as `agent` or `vm:read`, of which each dialect knows
/// its own (docs/protocol.md, "Handshake"). The part that a connection then plays is another thing, told by
/// [Session#decided].
///
/// @param word 1 to 64 of `a-z`, `0-9`, `-` and `:`
public record Role(String word) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9:-]{0,63}");

    /// Sends requests and receives their answers.
    public static final Role AGENT = new Role("agent");
    /// Receives requests and answers them.
    public static final Role CONNECTOR = new Role("connector");
    /// Watches states and events; sends nothing that changes anything.
    public static final Role VIEWER = new Role("viewer");
    /// Reads the operational side: actuator endpoints, metrics, lists of connections.
    public static final Role OPS = new Role("ops");

    public Role {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("a role is a word of a-z, 0-9, - and :, at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return word;
    }
}
