package io.relayhub.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/// Directory in which the records and logs of this user's daemons are: `~/.mtop-devtools`, or what `RELAYHUB_HOME`
/// names. The directories are 0700: the records hold tokens.
public final class StateDirectory {
    /// How a file is created that only its owner may read: 0600.
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    public StateDirectory(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /// @param environment the process environment
    /// @param userHome    the value of the system property `user.home`, which counts where `HOME` says nothing
    public static StateDirectory of(Map<String, String> environment, String userHome) {
        String named = environment.getOrDefault("RELAYHUB_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        return new StateDirectory(
                named.isBlank() ? Path.of(home.isBlank() ? userHome : home, ".mtop-devtools") : Path.of(named));
    }

    public Path path() {
        return path;
    }

    /// The files of one daemon.
    ///
    /// @param name relative to this directory and without an ending, such as `connectors/0123abcd`
    public DaemonFiles files(String name) {
        Path base = path.resolve(name).normalize();
        if (!base.startsWith(path) || base.equals(path)) {
            throw new IllegalArgumentException("not a name inside the state directory: " + name);
        }
        return new DaemonFiles(
                base.resolveSibling(base.getFileName() + ".json"),
                base.resolveSibling(base.getFileName() + ".log"),
                base.resolveSibling(base.getFileName() + ".lock"));
    }

    /// Creates what is missing of this directory and of the files' own, and closes both to other users.
    ///
    /// @throws DaemonException when that is not possible or nothing can be written there
    void prepare(DaemonFiles files) {
        Path directory = files.directory();
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            closeToOthers(path);
            closeToOthers(directory);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
        if (!Files.isWritable(directory)) {
            throw new DaemonException("Cannot write to " + directory + ": make it writable for this user, or set"
                    + " RELAYHUB_HOME to another directory.");
        }
    }

    private static void closeToOthers(Path directory) throws IOException {
        if (!OWNER_ONLY.equals(Files.getPosixFilePermissions(directory))) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    private static DaemonException unusable(Path directory, IOException e) {
        return new DaemonException(
                "Cannot use " + directory + " (" + reason(e) + "): set RELAYHUB_HOME to a directory of this user.", e);
    }

    /// What an I/O error says, without the path that the sentence around it names already.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file or directory";
            case FileAlreadyExistsException exists -> "a file is in the way";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
