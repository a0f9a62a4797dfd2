package io.relayhub.connector.chrome.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/// The directory of a launched browser's cookies and logins.
public sealed interface Profile {
    /// Kept; made where it does not exist.
    record Kept(Path directory) implements Profile {}

    /// Empty at the beginning, deleted at the end.
    record Temporary() implements Profile {}

    /// Its directory, readable by its owner only. A temporary one is another one at each call.
    default Path make() throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return switch (this) {
            case Kept kept -> Files.createDirectories(kept.directory(), ownerOnly);
            case Temporary() -> Files.createTempDirectory("relayhub-chrome-", ownerOnly);
        };
    }

    /// Deletes the directory of a temporary profile, as far as that is possible.
    default void discard(Path directory) {
        if (this instanceof Kept || !Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The watchdog has tried for seconds before: what is left is the system's to clean.
        }
    }
}
