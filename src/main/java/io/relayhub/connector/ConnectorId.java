package io.relayhub.connector;

import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The id that a machine has at a hub, the same every time: 16 hexadecimal digits out of a random word in the state
/// directory, the host's name and the hub's URL without its token. So two users, two machines that were cloned from
/// one image and two hubs all differ, and a new token changes nothing.
public final class ConnectorId {
    private static final String FILE = "machine-id";

    private ConnectorId() {}

    /// @param home the state directory; made with mode 0700 where it is missing
    /// @throws IOException when it cannot be read or written
    public static String of(Path home, String host, HubAddress hub) throws IOException {
        String origin = machine(home) + '\n' + host + '\n' + hub.name();
        return HexFormat.of().formatHex(sha256(origin), 0, 8);
    }

    private static String machine(Path home) throws IOException {
        Path file = home.resolve(FILE);
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Files.writeString(file, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException other) {
                // Another connector of this machine began at the same moment.
            } catch (IOException full) {
                // A full disk keeps the name and not the content: every machine with such a file would be the same.
                Files.deleteIfExists(file);
                throw full;
            }
            return Files.readString(file).strip();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
