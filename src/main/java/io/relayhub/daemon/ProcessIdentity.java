package io.relayhub.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One process, told apart from every later one that is given the same number.
///
/// On Linux the start is the kernel's own count of clock ticks since boot together with the boot's id: exact, and
/// unmoved by changes of the wall clock, which [ProcessHandle.Info#startInstant] is computed from. Elsewhere it is that
/// instant, and two of them are the same when they are less than 2 s apart: a clock may be corrected by that much
/// while a process runs, and no system hands out a number again that soon.
///
/// @param pid   as the system numbers it
/// @param start an opaque word
public record ProcessIdentity(long pid, String start) {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String LINUX = "linux:";
    private static final String INSTANT = "instant:";
    private static final long SAME_START_MILLIS = 2_000;

    /// proc(5), `/proc/pid/stat`: field 22, counted from field 3, the first one after the command's closing
    /// parenthesis.
    private static final int START_TIME = 22 - 3;

    public static ProcessIdentity current() {
        long pid = ProcessHandle.current().pid();
        return of(pid).orElseThrow(() -> new IllegalStateException("no start time is known of this process"));
    }

    /// @return empty when there is no such process, or only its exit code is left
    public static Optional<ProcessIdentity> of(long pid) {
        return Files.exists(PROC.resolve("self/stat")) ? fromProc(pid) : fromHandle(pid);
    }

    /// Whether this very process still runs; a zombie does not.
    public boolean isAlive() {
        return of(pid).filter(this::isSame).isPresent();
    }

    boolean isSame(ProcessIdentity other) {
        if (pid != other.pid) {
            return false;
        }
        if (start.startsWith(INSTANT) && other.start.startsWith(INSTANT)) {
            long difference = millis(start) - millis(other.start);
            return Math.abs(difference) < SAME_START_MILLIS;
        }
        return start.equals(other.start);
    }

    private static long millis(String start) {
        try {
            return Long.parseLong(start.substring(INSTANT.length()));
        } catch (NumberFormatException e) {
            return Long.MIN_VALUE / 2;
        }
    }

    private static Optional<ProcessIdentity> fromProc(long pid) {
        try {
            String stat =
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            return startTicks(stat).map(ticks -> new ProcessIdentity(pid, LINUX + bootId() + ":" + ticks));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The command stands in parentheses and may itself contain blanks and parentheses.
    static Optional<String> startTicks(String stat) {
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
        boolean ended = switch (fields.getFirst()) {
            case "Z", "X", "x" -> true;
            default -> fields.size() <= START_TIME;
        };
        return ended ? Optional.empty() : Optional.of(fields.get(START_TIME));
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "-";
        }
    }

    private static Optional<ProcessIdentity> fromHandle(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(instant -> new ProcessIdentity(pid, INSTANT + instant.toEpochMilli()));
    }
}
