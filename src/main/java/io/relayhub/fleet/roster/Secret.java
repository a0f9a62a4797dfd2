package io.relayhub.fleet.roster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A server's secret, of which only the hash is kept. Comparing takes the same time whatever it is compared with.
public final class Secret {
    private static final int HASH_BYTES = 32;

    private final byte[] hash;

    private Secret(byte[] hash) {
        this.hash = hash;
    }

    /// @throws IllegalArgumentException when it is empty
    public static Secret of(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("secret is empty: give the server a long random one");
        }
        return new Secret(sha256(secret));
    }

    /// @param hex the SHA-256 of the secret's UTF-8 bytes
    /// @throws IllegalArgumentException when it is none; the message does not repeat it
    public static Secret ofSha256(String hex) {
        byte[] hash;
        try {
            hash = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException malformed) {
            hash = new byte[0];
        }
        if (hash.length != HASH_BYTES) {
            // Without the cause: its message quotes what was given, which may be the secret in the wrong place.
            throw new IllegalArgumentException(
                    "sha256 is not a SHA-256: give 64 hexadecimal digits (of the secret, without a line feed at its end)");
        }
        return new Secret(hash);
    }

    boolean matches(String presented) {
        return MessageDigest.isEqual(hash, sha256(presented));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(hash, secret.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "Secret";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
