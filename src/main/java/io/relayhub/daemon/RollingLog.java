package io.relayhub.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Standard output of a process whose output is appended to a log file: what is written passes through to it, and above
/// the limit the file's content is moved to `….1` and the file begins anew.
///
/// The content moves, not the file: the virtual machine's own last words (out of memory, a crash) go straight to the
/// file descriptor and must land in the current log too. Whatever a Java logger or `System.out` prints goes through
/// here and under its lock, so none of that is lost on the way.
public final class RollingLog extends OutputStream {
    /// 5 MB, as at a start.
    public static final long LIMIT_BYTES = 5L * 1024 * 1024;

    private final OutputStream out;
    private final DaemonFiles files;
    private final long limitBytes;
    private long size;

    RollingLog(OutputStream out, DaemonFiles files, long limitBytes) throws IOException {
        this.out = out;
        this.files = files;
        this.limitBytes = limitBytes;
        this.size = Files.size(files.log());
    }

    /// From now on `System.out` and `System.err` of this process, whose descriptors are appended to this log, roll it.
    public static void install(DaemonFiles files) {
        try {
            RollingLog log = new RollingLog(new FileOutputStream(FileDescriptor.out), files, LIMIT_BYTES);
            PrintStream printed = new PrintStream(log, true, StandardCharsets.UTF_8);
            System.setOut(printed);
            System.setErr(printed);
        } catch (IOException e) {
            throw new DaemonException("Cannot use " + files.log() + " (" + StateDirectory.reason(e) + ").", e);
        }
    }

    @Override
    public synchronized void write(int b) throws IOException {
        out.write(b);
        added(1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        added(length);
    }

    @Override
    public synchronized void flush() throws IOException {
        out.flush();
    }

    private void added(int bytes) throws IOException {
        size += bytes;
        if (size > limitBytes) {
            roll();
        }
    }

    /// A log that cannot be rolled goes on growing: losing its lines would be worse. It is tried again a limit later.
    private void roll() throws IOException {
        size = 0;
        Path temporary = files.rolledLog().resolveSibling(files.rolledLog().getFileName() + ".tmp");
        try (FileChannel log = FileChannel.open(files.log(), StandardOpenOption.WRITE)) {
            Files.copy(files.log(), temporary, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(temporary, files.rolledLog(), StandardCopyOption.ATOMIC_MOVE);
            log.truncate(0);
        } catch (IOException e) {
            out.write(("[relayhub] The log could not be rolled over: " + StateDirectory.reason(e) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }
}
