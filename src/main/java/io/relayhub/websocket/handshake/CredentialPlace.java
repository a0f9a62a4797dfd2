package io.relayhub.websocket.handshake;

import io.relayhub.link.Credential;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a handshake where a peer may put its credential. Each endpoint has its own; exactly one of them may be
/// used at a time.
public sealed interface CredentialPlace {
    /// A token as a query parameter.
    record Parameter(String name) implements CredentialPlace {
        @Override
        public @Nullable Credentials in(HttpServletRequest request, Query query) {
            return token(query.all(name));
        }

        @Override
        public Set<String> parameters() {
            return Set.of(name);
        }
    }

    /// `Authorization: Bearer <token>` (RFC 6750 section 2.1).
    record Bearer() implements CredentialPlace {
        private static final Pattern BEARER = Pattern.compile("(?i)bearer +([^ ]+) *");

        @Override
        public @Nullable Credentials in(HttpServletRequest request, Query query) {
            return token(valuesOf(request, "Authorization").stream()
                    .map(BEARER::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .toList());
        }
    }

    /// `Sec-WebSocket-Protocol: …, bearer.<base64url of the token>`, for browsers, which cannot set headers.
    record Subprotocol() implements CredentialPlace {
        private static final String PREFIX = "bearer.";
        private static final Pattern COMMA = Pattern.compile(",");

        @Override
        public @Nullable Credentials in(HttpServletRequest request, Query query) {
            List<String> encoded = valuesOf(request, "Sec-WebSocket-Protocol").stream()
                    .flatMap(COMMA::splitAsStream)
                    .map(String::strip)
                    .filter(protocol -> protocol.startsWith(PREFIX))
                    .map(protocol -> protocol.substring(PREFIX.length()))
                    .toList();
            if (encoded.size() != 1) {
                return token(encoded);
            }
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(encoded.getFirst());
                return new Credentials.Presented(Credential.token(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString()));
            } catch (IllegalArgumentException | CharacterCodingException malformed) {
                return new Credentials.Unusable();
            }
        }
    }

    /// A secret and whose it is, in two headers.
    record HeaderPair(String secret, String id) implements CredentialPlace {
        @Override
        public @Nullable Credentials in(HttpServletRequest request, Query query) {
            return pair(valuesOf(request, secret), valuesOf(request, id));
        }

        @Override
        public Set<String> headers() {
            return Set.of(secret, id);
        }
    }

    /// A secret and whose it is, in two query parameters.
    record ParameterPair(String secret, String id) implements CredentialPlace {
        @Override
        public @Nullable Credentials in(HttpServletRequest request, Query query) {
            return pair(query.all(secret), query.all(id));
        }

        @Override
        public Set<String> parameters() {
            return Set.of(secret, id);
        }
    }

    /// What stands here; null when nothing does.
    @Nullable
    Credentials in(HttpServletRequest request, Query query);

    /// The query parameters that no dialect gets to see because of this place.
    default Set<String> parameters() {
        return Set.of();
    }

    /// The headers that no dialect gets to see because of this place; in any case.
    default Set<String> headers() {
        return Set.of();
    }

    private static @Nullable Credentials token(List<String> values) {
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> new Credentials.Presented(Credential.token(values.getFirst()));
            default -> new Credentials.Unusable();
        };
    }

    private static @Nullable Credentials pair(List<String> secrets, List<String> ids) {
        if (secrets.isEmpty() && ids.isEmpty()) {
            return null;
        }
        return secrets.size() == 1 && ids.size() == 1
                ? new Credentials.Presented(new Credential(ids.getFirst(), secrets.getFirst()))
                : new Credentials.Unusable();
    }

    private static List<String> valuesOf(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }
}
