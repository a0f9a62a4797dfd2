package io.relayhub.connector.chrome.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The directory of one connector's downloads, readable by its owner only. Made when it is first needed; deleted at the
/// end, and by the next connector where this one was killed. Safe for threads.
public final class DownloadFolder implements AutoCloseable {
    private static final String PREFIX = "relayhub-downloads-";

    private final Path parent;
    private final Path place;

    /// @param parent where it is made
    public DownloadFolder(Path parent) {
        this.parent = parent;
        this.place = parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
    }

    /// Its place; made where it does not exist.
    synchronized Path path() throws IOException {
        if (!Files.exists(place)) {
            removeOrphans();
            Files.createDirectory(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return place;
    }

    private void removeOrphans() throws IOException {
        List<Path> all;
        try (Stream<Path> siblings = Files.list(parent)) {
            all = siblings.filter(DownloadFolder::isOrphan).toList();
        }
        all.forEach(DownloadFolder::delete);
    }

    private static boolean isOrphan(Path directory) {
        String name = String.valueOf(directory.getFileName());
        String pid = name.replaceFirst("^" + PREFIX + "(\\d{1,18})-.*$", "$1");
        return name.startsWith(PREFIX)
                && !pid.equals(name)
                && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    /// Some bytes of a file.
    ///
    /// @throws IOException when it is not there or can't be read
    byte[] read(String file, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(place.resolve(file))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, channel.size() - offset)));
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
                // Until it is full or the file has ended.
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return read;
        }
    }

    long size(String file) throws IOException {
        return Files.size(place.resolve(file));
    }

    /// Deletes a file, a half one as well.
    void remove(String file) {
        delete(place.resolve(file));
        delete(place.resolve(file + ".crdownload"));
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's, or Chrome writes there still: the next connector tries again.
        }
    }

    @Override
    public void close() {
        delete(place);
    }
}
