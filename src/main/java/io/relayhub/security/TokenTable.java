package io.relayhub.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.link.Authenticator;
import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hub's tokens. It keeps their hashes only, and compares the hash of what a peer sent with every one of them,
/// whichever matches, so that the time of an answer says nothing about a token.
///
/// Immutable; any thread.
public final class TokenTable implements Authenticator {
    private static final int SHORT_TOKEN = 16;
    private static final Set<Role> RELAY_ROLES = Set.of(Role.AGENT, Role.CONNECTOR);

    private final List<Entry> entries;
    private final List<String> warnings;
    private final InstantSource clock;

    private TokenTable(List<Entry> entries, List<String> warnings, InstantSource clock) {
        this.entries = List.copyOf(entries);
        this.warnings = List.copyOf(warnings);
        this.clock = clock;
    }

    /// @param single `relayhub.token`: the identity `default`, an agent and a connector. Empty: there is none, and
    ///     without other tokens the hub is open to everybody, who then is `anonymous`
    /// @param others `relayhub.tokens`
    /// @param clock  decides whether an identity has expired
    /// @throws IllegalArgumentException naming the property that is wrong, never a token
    public static TokenTable of(String single, List<TokenSettings> others, InstantSource clock) {
        Draft draft = new Draft();
        if (!single.isEmpty()) {
            draft.add("relayhub.token", sha256(single), relayIdentity("default"));
            draft.warnIfShort("relayhub.token", single);
        }
        for (int i = 0; i < others.size(); i++) {
            draft.add("relayhub.tokens[" + i + "]", others.get(i));
        }
        if (draft.entries.isEmpty()) {
            draft.add("relayhub.token", sha256(""), relayIdentity("anonymous"));
        }
        return new TokenTable(draft.entries, draft.warnings, clock);
    }

    @Override
    public @Nullable Identity authenticate(Credential credential) {
        byte[] hash = sha256(credential.secret());
        Instant now = clock.instant();
        Identity found = null;
        for (Entry entry : entries) {
            boolean matches = MessageDigest.isEqual(entry.hash, hash);
            if (matches && entry.isValidAt(now)) {
                found = entry.identity;
            }
        }
        return found;
    }

    /// Whether a peer without any token is let in.
    public boolean isOpen() {
        return authenticate(Credential.token("")) != null;
    }

    /// Sentences for the operator about tokens that work but should be better; none names a token.
    public List<String> warnings() {
        return warnings;
    }

    private static Identity relayIdentity(String name) {
        return new Identity(name, "default", RELAY_ROLES, null);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static final class Entry {
        private final byte[] hash;
        private final Identity identity;

        private Entry(byte[] hash, Identity identity) {
            this.hash = hash;
            this.identity = identity;
        }

        private boolean isValidAt(Instant now) {
            Instant expiresAt = identity.expiresAt();
            return expiresAt == null || now.isBefore(expiresAt);
        }
    }

    /// A table being filled: the checks that an entry must pass beside those already there.
    private static final class Draft {
        private final List<Entry> entries = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        private void add(String property, TokenSettings settings) {
            if (settings.name().isBlank()) {
                throw new IllegalArgumentException(property + ".name is missing: give every token a name for the logs");
            }
            if (settings.tenant().isBlank()) {
                throw new IllegalArgumentException(property + ".tenant is blank: leave it out or name a tenant");
            }
            if (settings.roles().isEmpty()) {
                throw new IllegalArgumentException(
                        property + ".roles is missing: give at least one of agent, connector, viewer, ops");
            }
            byte[] hash = hash(property, settings);
            add(
                    property,
                    hash,
                    new Identity(
                            settings.name(),
                            settings.tenant(),
                            settings.roles(),
                            settings.expiresAt(),
                            settings.agentRate()));
        }

        private void add(String property, byte[] hash, Identity identity) {
            for (Entry entry : entries) {
                if (entry.identity.name().equals(identity.name())) {
                    throw new IllegalArgumentException(
                            property + ".name is '" + identity.name() + "', which another token has already");
                }
                if (MessageDigest.isEqual(entry.hash, hash)) {
                    throw new IllegalArgumentException(property + " has the same token as '" + entry.identity.name()
                            + "': one token cannot be two identities");
                }
            }
            entries.add(new Entry(hash, identity));
        }

        private byte[] hash(String property, TokenSettings settings) {
            String token = settings.token();
            String hex = settings.sha256();
            if (token != null && hex != null) {
                throw new IllegalArgumentException(property + " needs either token or sha256, not both");
            }
            if (token != null) {
                warnIfShort(property + ".token", token);
                return sha256(token);
            }
            if (hex != null) {
                return parse(property, hex);
            }
            throw new IllegalArgumentException(property + " needs a token, or the sha256 of one");
        }

        private static byte[] parse(String property, String hex) {
            byte[] hash;
            try {
                hash = HexFormat.of().parseHex(hex.strip());
            } catch (IllegalArgumentException e) {
                hash = new byte[0];
            }
            if (hash.length != 32) {
                // Without the cause: its message quotes what was given, which may be a token in the wrong place.
                throw new IllegalArgumentException(property
                        + ".sha256 is not a SHA-256: give 64 hexadecimal digits (printf %s \"$TOKEN\" | sha256sum)");
            }
            if (MessageDigest.isEqual(hash, sha256(""))) {
                throw new IllegalArgumentException(
                        property + ".sha256 is the hash of an empty token: give the hash of the token itself");
            }
            return hash;
        }

        private void warnIfShort(String property, String token) {
            if (token.length() < SHORT_TOKEN) {
                warnings.add(property + " has fewer than " + SHORT_TOKEN
                        + " characters and can be guessed: take a longer, random one");
            }
        }
    }
}
