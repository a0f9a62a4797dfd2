package io.relayhub.link.line;

import io.relayhub.link.AssemblyBudget;
import java.util.Arrays;

/// The beginning of a line whose end has not arrived yet. Holds no memory while there is none, and claims what it
/// holds from the budget that all peers share. Confined to its conversation.
public final class LineBuffer {
    private static final byte[] NOTHING = {};

    private final int limit;
    private final AssemblyBudget budget;
    private byte[] bytes = NOTHING;
    private int length;

    /// @param limit the longest line in bytes, without its line feed
    public LineBuffer(int limit, AssemblyBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /// How many more bytes the line may have.
    public int room() {
        return limit - length;
    }

    /// Appends a piece of at most [#room] bytes.
    ///
    /// @return false when the budget has no memory for it; then nothing has changed
    public boolean append(byte[] array, int from, int to) {
        int more = to - from;
        if (more > room()) {
            throw new IllegalArgumentException("the line would be longer than " + limit + " bytes");
        }
        if (length + more > bytes.length) {
            int doubled = (int) Math.min(limit, 2L * bytes.length);
            int capacity = Math.max(length + more, doubled);
            if (!budget.claim(capacity - bytes.length)) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(array, from, bytes, length, more);
        length += more;
        return true;
    }

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Gives the memory back. The array is still good to whoever has asked for it.
    public void clear() {
        budget.release(bytes.length);
        bytes = NOTHING;
        length = 0;
    }
}
