package io.relayhub.connector.nativehost;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The path at which the native host listens.
public final class SocketPath {
    /// macOS has 104 bytes for it with the final zero, Linux 108.
    static final int MAX_BYTES = 103;

    private SocketPath() {}

    /// @param home the state directory
    public static Path in(Path home) {
        return home.resolve("native-host.sock");
    }

    static boolean tooLong(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }
}
