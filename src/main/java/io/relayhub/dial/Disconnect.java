package io.relayhub.dial;

import io.relayhub.link.CloseReason;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The end of a connection, or of an attempt to have one: what it means and whether to come back (docs/protocol.md,
/// "Closes").
public sealed interface Disconnect {
    /// The hub closed with this code and machine word.
    record Closed(int code, String reason) implements Disconnect {
        private static final Pattern RETRY = Pattern.compile("\\bretry_ms=([0-9]{1,9})\\b");
        private static final Pattern WORD = Pattern.compile("^[A-Z][A-Z0-9_]*");

        @Override
        public boolean terminal() {
            // 1003, of data that a peer cannot take, is a foreign hub's.
            return code == 1003 || CloseReason.isFinal(code);
        }

        @Override
        public Duration notBefore() {
            Matcher matcher = RETRY.matcher(reason);
            return matcher.find() ? atMost(Long.parseLong(matcher.group(1))) : Duration.ZERO;
        }

        /// The first word of the reason, the one that machines read; empty where a foreign hub says something else.
        public String word() {
            Matcher matcher = WORD.matcher(reason);
            return matcher.find() ? matcher.group() : "";
        }

        @Override
        public String sentence() {
            String meaning = switch (code) {
                case 1000 -> "the hub ended the connection";
                case 1001, 1012 -> "the hub is stopping or restarting";
                case 1008 ->
                    word().equals(CloseReason.TOKEN_REVOKED.name())
                            ? "the hub no longer accepts this token; ask its operator for a new one"
                            : "the hub refuses this connection";
                case 1009 -> "a message was larger than the hub allows";
                case 1013 -> "the hub is too busy";
                case 4001 -> "the hub heard nothing from here for too long";
                case 4408 -> "this side read too slowly";
                case 4409 ->
                    "another connector with the same id has taken over (the same machine and hub URL, or the"
                            + " same --id); give one of them another --id";
                case 4429 -> "this side sent more than the hub allows";
                default -> "the hub closed the connection";
            };
            return meaning + " (" + code + (word().isEmpty() ? "" : " " + word()) + ")";
        }
    }

    /// The hub, or a proxy before it, answered the handshake with this HTTP status.
    record Refused(int status, Duration notBefore) implements Disconnect {
        public Refused {
            notBefore = atMost(notBefore.toMillis());
        }

        @Override
        public boolean terminal() {
            return status == 400 || status == 401 || status == 403;
        }

        @Override
        public String sentence() {
            String meaning = switch (status) {
                case 400 -> "the hub does not understand the handshake; is the token given twice?";
                case 401 -> "the hub does not know this token; take the URL that `relayhub status` prints there";
                case 403 -> "the hub does not allow this connection";
                case 404 -> "there is no hub at this path; is the path of the URL right?";
                case 429 -> "too many attempts";
                case 503 -> "the hub is full or about to stop";
                default -> "the hub did not accept the connection";
            };
            return meaning + " (HTTP " + status + ")";
        }
    }

    /// The network, or our own patience, ended it.
    ///
    /// @param sentence what happened, without addresses that carry a credential
    record Broken(String sentence) implements Disconnect {
        @Override
        public boolean terminal() {
            return false;
        }

        @Override
        public Duration notBefore() {
            return Duration.ZERO;
        }

        static Broken because(String what, Throwable cause) {
            // Only the kind of failure: messages of the network's exceptions may quote the URL.
            String kind = cause.getClass().getSimpleName().replaceAll("Exception$", "");
            String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
            return new Broken(what + " (" + words + ")");
        }
    }

    /// This side wanted it so.
    record Left() implements Disconnect {
        @Override
        public boolean terminal() {
            return true;
        }

        @Override
        public Duration notBefore() {
            return Duration.ZERO;
        }

        @Override
        public String sentence() {
            return "disconnected";
        }
    }

    /// Whether coming back with the same address and credential makes no sense.
    boolean terminal();

    /// How long the hub asks to stay away; at most 5 min.
    Duration notBefore();

    /// For people, without a secret in it.
    String sentence();

    private static Duration atMost(long millis) {
        return Duration.ofMillis(Math.clamp(millis, 0, Duration.ofMinutes(5).toMillis()));
    }
}
