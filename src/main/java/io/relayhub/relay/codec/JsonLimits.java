package io.relayhub.relay.codec;

/// What a message may cost whoever parses it (docs/protocol.md, "Framing"). The hub itself builds no tree; these limits
/// protect
/// connectors and agents from one another.
///
/// @param maxDepth      nested objects and arrays, the message itself included
/// @param maxTokens     names, values, and opening brackets
/// @param maxNameBytes  bytes of one member name as it stands in the message
/// @param maxNumberBytes bytes of one number
public record JsonLimits(int maxDepth, int maxTokens, int maxNameBytes, int maxNumberBytes) {
    public static final JsonLimits DEFAULT = new JsonLimits(64, 200_000, 256, 1_000);

    public JsonLimits {
        if (maxDepth < 1 || maxTokens < 1 || maxNameBytes < 1 || maxNumberBytes < 1) {
            throw new IllegalArgumentException("JSON limits must be positive");
        }
    }
}
