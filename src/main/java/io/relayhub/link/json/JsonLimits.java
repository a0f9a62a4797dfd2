package io.relayhub.link.json;

/// The bounds of what the hub lets pass (docs/protocol.md, "Framing"). The hub itself builds no tree and needs none
/// of these; they protect connectors and agents from one another (docs/decisions/0003-payload-limits.md). How many
/// names and values there are is bounded by the message's size alone.
///
/// @param maxDepth       nested objects and arrays, the message itself included
/// @param maxNameBytes   bytes of the name of one of the message's own members; names further in have no limit
/// @param maxNumberBytes bytes of one number
public record JsonLimits(int maxDepth, int maxNameBytes, int maxNumberBytes) {
    public static final JsonLimits DEFAULT = new JsonLimits(500, 256, 1_000);

    public JsonLimits {
        if (maxDepth < 1 || maxNameBytes < 1 || maxNumberBytes < 1) {
            throw new IllegalArgumentException("JSON limits must be positive");
        }
    }
}
