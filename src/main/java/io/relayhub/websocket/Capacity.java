package io.relayhub.websocket;

import io.relayhub.link.AssemblyBudget;
import io.relayhub.websocket.frames.ChunkPool;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// The bounds of what all connections of all endpoints may take together (docs/protocol.md, "Limits"). Sizes count
/// bytes.
///
/// @param maxConnections open connections, those that are just being opened or closed included
/// @param assemblyBudget unfinished inbound messages and lines; null is a quarter of the heap
/// @param outboundBudget what waits to be written to peers that do not take it at once; null is a quarter of the heap
public record Capacity(
        int maxConnections,
        @Nullable DataSize assemblyBudget,
        @Nullable DataSize outboundBudget) {
    public Capacity {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("max-connections must be at least 1");
        }
    }

    /// The defaults of docs/protocol.md.
    public static Capacity defaults() {
        return new Capacity(100, null, null);
    }

    /// A new budget of this size, of which a hub has one.
    public AssemblyBudget newAssemblyBudget() {
        return new AssemblyBudget(bytes(assemblyBudget));
    }

    long outboundBytes() {
        return bytes(outboundBudget);
    }

    /// For peers that hold nothing yet, beyond the budget: one chunk each, and an eighth of the heap at most.
    long outboundReserve() {
        return Math.min(
                (long) maxConnections * ChunkPool.CHUNK_BYTES,
                Runtime.getRuntime().maxMemory() / 8);
    }

    private static long bytes(@Nullable DataSize size) {
        return size == null ? Runtime.getRuntime().maxMemory() / 4 : size.toBytes();
    }
}
