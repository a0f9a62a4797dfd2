package io.relayhub.daemon;

import io.relayhub.daemon.DaemonRecord.Phase;
import io.relayhub.daemon.light.FlatJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A daemon's record on disk: one flat JSON object, 0600. It is written to a temporary file that is then renamed, so a
/// reader sees a whole record or none. What this program did not write is refused and never replaced.
public final class StateFile {
    /// The member that tells our records from another program's of the same name.
    private static final String PROGRAM = "program";

    private static final String OURS = "relayhub";
    private static final String WAY_OUT =
            "move it away or make it this user's, or set RELAYHUB_HOME to another directory.";
    private static final int MAX_BYTES = 64 * 1024;

    private final Path path;

    public StateFile(Path path) {
        this.path = path;
    }

    /// @return empty when there is none
    /// @throws DaemonException when there is a file that cannot be read, or that is not a record of this program
    public Optional<DaemonRecord> read() {
        String json;
        try (var in = Files.newInputStream(path)) {
            json = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DaemonException("Cannot read " + path + " (" + StateDirectory.reason(e) + "): " + WAY_OUT, e);
        }
        Map<String, Object> members;
        try {
            members = FlatJson.parse(json);
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
        return Optional.of(record(members));
    }

    /// Puts this record in the place of the one that is there.
    ///
    /// @throws DaemonException when that is impossible, or what is there is not a record of this program
    public void write(DaemonRecord daemon) {
        read();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(PROGRAM, OURS);
        members.put("pid", daemon.process().pid());
        members.put("processStart", daemon.process().start());
        members.put("startedAt", daemon.startedAt().toString());
        members.put("phase", daemon.phase().name().toLowerCase(Locale.ROOT));
        members.putAll(daemon.details());
        try {
            replace(FlatJson.format(members));
        } catch (IOException e) {
            throw new DaemonException(
                    "Cannot write " + path + " (" + StateDirectory.reason(e)
                            + "): make room or the way free there, or set" + " RELAYHUB_HOME to another directory.",
                    e);
        }
    }

    /// Removes the record if it is still the one of this process.
    public void removeIfOf(ProcessIdentity process) {
        if (read().filter(daemon -> daemon.process().isSame(process)).isPresent()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new DaemonException(
                        "Cannot remove " + path + " (" + StateDirectory.reason(e) + "): " + WAY_OUT, e);
            }
        }
    }

    private DaemonException foreign() {
        return new DaemonException(path + " was not written by relayhub and is left as it is: " + WAY_OUT);
    }

    private DaemonRecord record(Map<String, Object> members) {
        if (OURS.equals(members.remove(PROGRAM))
                && members.remove("pid") instanceof Long pid
                && members.remove("processStart") instanceof String processStart
                && members.remove("startedAt") instanceof String startedAt
                && members.remove("phase") instanceof String phase) {
            try {
                return new DaemonRecord(
                        new ProcessIdentity(pid, processStart),
                        Instant.parse(startedAt),
                        Phase.valueOf(phase.toUpperCase(Locale.ROOT)),
                        members);
            } catch (DateTimeParseException | IllegalArgumentException e) {
                throw foreign();
            }
        }
        throw foreign();
    }

    private void replace(String json) throws IOException {
        Path temporary = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(temporary);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    StateDirectory.OWNER_ONLY_FILE)) {
                var bytes = StandardCharsets.UTF_8.encode(json);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
