package io.relayhub.daemon;

import java.nio.file.Path;
import java.util.Objects;

/// The files of one daemon, side by side in one directory.
///
/// @param state its record, 0600; there only while it runs, or after it was killed
/// @param log   what it prints
/// @param lock  held while somebody starts or stops it; never removed
public record DaemonFiles(Path state, Path log, Path lock) {
    /// What did not fit into [#log] any more; each roll-over replaces it.
    public Path rolledLog() {
        return log.resolveSibling(log.getFileName() + ".1");
    }

    Path directory() {
        return Objects.requireNonNull(state.getParent());
    }
}
