package io.relayhub.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Only one at a time starts or stops a daemon. The system lets go of the lock when its holder dies.
final class StartLock {
    private final Path file;
    private final Duration patience;

    /// @param patience how long to wait for whoever has it
    StartLock(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /// @throws DaemonException when somebody else has it for longer than the patience
    <T> T holding(Supplier<T> work) {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), StateDirectory.OWNER_ONLY_FILE)) {
            if (!Deadline.in(patience).await(() -> tryLock(channel) != null)) {
                throw new DaemonException(
                        "Another start or stop is still under way (it holds " + file + "): wait for it and try again.");
            }
            return work.get();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            return null;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private DaemonException unusable(IOException e) {
        return new DaemonException("Cannot lock " + file + " (" + StateDirectory.reason(e) + ").", e);
    }
}
