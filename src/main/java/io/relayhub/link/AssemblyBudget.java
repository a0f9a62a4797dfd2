package io.relayhub.link;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that what all peers have begun to send and not finished may take together: messages of which a part has
/// come, and lines of which a part has come. Whoever claims bytes releases them, once. Any thread; never blocks.
public final class AssemblyBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /// @param limit in bytes
    public AssemblyBudget(long limit) {
        this.limit = limit;
    }

    /// To be called before the memory is taken.
    ///
    /// @return false when there is no room for so many bytes; then nothing is taken
    public boolean claim(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /// @param bytes of an earlier claim, or a part of it
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /// Bytes that are claimed.
    public long used() {
        return used.get();
    }
}
