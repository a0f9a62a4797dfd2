package io.relayhub.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/// A daemon's log, read from outside. Both roll-overs, by renaming at a start and by [RollingLog] while it runs, put
/// the whole old content into a new `….1`, at the same offsets; everything here rests on that.
public final class DaemonLog {
    private static final int BLOCK = 16 * 1024;

    private final DaemonFiles files;

    public DaemonLog(DaemonFiles files) {
        this.files = files;
    }

    public boolean exists() {
        return Files.exists(files.log());
    }

    /// In bytes; 0 when there is none.
    public long size() {
        return size(files.log());
    }

    /// Moves a log above the limit away, and makes sure that there is one which only its owner can read. For a start:
    /// nobody may be writing to it.
    void prepare(long limitBytes) throws IOException {
        if (size() > limitBytes) {
            Files.move(
                    files.log(),
                    files.rolledLog(),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
        FileChannel.open(
                        files.log(),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        StateDirectory.OWNER_ONLY_FILE)
                .close();
    }

    /// Prints the last lines, some of them from before the last roll-over if need be.
    ///
    /// @return what reads on from there
    public Follower printLast(int lines, OutputStream to) throws IOException {
        Follower follower = new Follower();
        long end = follower.offset;
        Tail current = tail(files.log(), 0, end, lines);
        if (current.lines() < lines) {
            long rolledEnd = size(files.rolledLog());
            Tail before = tail(files.rolledLog(), 0, rolledEnd, lines - current.lines());
            copy(files.rolledLog(), before.offset(), rolledEnd, to);
        }
        copy(files.log(), current.offset(), end, to);
        to.flush();
        return follower;
    }

    /// Prints the last lines of what was written from this offset on.
    public void printLastSince(long offset, int lines, OutputStream to) throws IOException {
        long end = size();
        long from = end < offset ? 0 : offset;
        copy(files.log(), tail(files.log(), from, end, lines).offset(), end, to);
        to.flush();
    }

    /// Reads what is added to a log, through its roll-overs. For one thread.
    public final class Follower {
        private Object rolled = identity(files.rolledLog());
        private long offset = size();

        private Follower() {}

        /// Prints what was added since the last call; to be called several times a second.
        public void print(OutputStream to) throws IOException {
            Object nowRolled = identity(files.rolledLog());
            long end = size();
            if (!nowRolled.equals(rolled)) {
                long rolledEnd = size(files.rolledLog());
                if (end >= rolledEnd) {
                    // The copy is there and the log is not yet cut: the next call sees it whole.
                    return;
                }
                copy(files.rolledLog(), offset, rolledEnd, to);
                rolled = nowRolled;
                offset = 0;
            } else if (end < offset) {
                // Somebody else emptied it.
                offset = 0;
            }
            copy(files.log(), offset, end, to);
            offset = end;
            to.flush();
        }
    }

    private record Tail(long offset, int lines) {}

    /// Where the last lines between two offsets begin, and how many there are of them.
    private static Tail tail(Path file, long from, long end, int lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            int found = 0;
            for (long blockEnd = end; blockEnd > from && lines > 0; blockEnd -= block.capacity()) {
                long blockStart = Math.max(from, blockEnd - block.capacity());
                readAt(channel, blockStart, block.clear().limit((int) (blockEnd - blockStart)));
                for (int i = block.position() - 1; i >= 0; i--) {
                    long next = blockStart + i + 1;
                    if (block.get(i) == '\n' && next < end && ++found == lines) {
                        return new Tail(next, found);
                    }
                }
            }
            return lines > 0 && end > from ? new Tail(from, found + 1) : new Tail(end, 0);
        } catch (NoSuchFileException e) {
            return new Tail(0, 0);
        }
    }

    private static void readAt(FileChannel channel, long start, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, start + into.position()) < 0) {
                return;
            }
        }
    }

    private static void copy(Path file, long from, long end, OutputStream to) throws IOException {
        if (from >= end) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (long at = from; at < end; at += block.position()) {
                readAt(channel, at, block.clear().limit((int) Math.min(block.capacity(), end - at)));
                if (block.position() == 0) {
                    return;
                }
                to.write(block.array(), 0, block.position());
            }
        } catch (NoSuchFileException e) {
            // Gone since it was measured: its lines are gone too.
            return;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /// The file's number alone does not do: it is given out again after the roll-over after the next.
    private static Object identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime());
        } catch (IOException e) {
            return "absent";
        }
    }
}
