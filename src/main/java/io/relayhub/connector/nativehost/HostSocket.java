package io.relayhub.connector.nativehost;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A listening Unix socket of mode 0600 that moves in over whatever had its path: of two hosts the newer one is
/// found, and the older one, when it ends, leaves the newer one's path alone.
final class HostSocket implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path path;
    private final @Nullable Object fileKey;
    private final Queue<SocketChannel> accepted = new ConcurrentLinkedQueue<>();

    private HostSocket(ServerSocketChannel server, Path path, @Nullable Object fileKey) {
        this.server = server;
        this.path = path;
        this.fileKey = fileKey;
    }

    /// @throws IOException when the path is too long for a socket, or not this user's
    static HostSocket bind(Path path) throws IOException {
        // Under a name of its own first: nobody can connect to it before its mode is right.
        Path own = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        if (SocketPath.tooLong(own)) {
            throw new IOException("the path " + path + " is too long for a socket; give a shorter one");
        }
        Files.createDirectories(
                Objects.requireNonNull(path.toAbsolutePath().getParent()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(own);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(own));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
            Files.move(own, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new HostSocket(server, path, key(path));
        } catch (IOException e) {
            server.close();
            Files.deleteIfExists(own);
            throw e;
        }
    }

    /// @param visitors gets each connection, on the accepting thread
    void accept(Consumer<SocketChannel> visitors) {
        Thread.ofPlatform().daemon().name("native-host-accept").start(() -> {
            while (true) {
                try {
                    SocketChannel visitor = server.accept();
                    accepted.removeIf(earlier -> !earlier.isOpen());
                    accepted.add(visitor);
                    visitors.accept(visitor);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel visitor : accepted) {
                visitor.close();
            }
            if (Objects.equals(key(path), fileKey)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody has removed it already.
        } catch (IOException e) {
            // A path that stays behind harms nobody: connectors find that nobody listens there.
        }
    }
}
