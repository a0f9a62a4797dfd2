package io.relayhub.websocket.handshake;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The token of a handshake, from the three places where it may stand. Its text form never shows it.
sealed interface Credentials {
    /// @param token as the peer sent it; empty when it sent none
    record Token(String token) implements Credentials {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /// Twice in one place, or not decodable: no token can be meant.
    record Unusable() implements Credentials {}

    /// In more than one place.
    record Ambiguous() implements Credentials {}

    String BEARER_SUBPROTOCOL = "bearer.";
    Pattern BEARER = Pattern.compile("(?i)bearer +([^ ]+) *");
    Pattern COMMA = Pattern.compile(",");

    static Credentials of(HttpServletRequest request, Query query) {
        List<String> inQuery = query.all("token");
        List<String> inHeader = headers(request, "Authorization").stream()
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
        List<String> inProtocol = headers(request, "Sec-WebSocket-Protocol").stream()
                .flatMap(COMMA::splitAsStream)
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(BEARER_SUBPROTOCOL))
                .map(protocol -> protocol.substring(BEARER_SUBPROTOCOL.length()))
                .toList();
        var places = new ArrayList<List<String>>(List.of(inQuery, inHeader, inProtocol));
        places.removeIf(List::isEmpty);
        if (places.isEmpty()) {
            return new Token("");
        }
        if (places.size() > 1) {
            return new Ambiguous();
        }
        if (places.getFirst().size() > 1) {
            return new Unusable();
        }
        return inProtocol.isEmpty() ? new Token(places.getFirst().getFirst()) : decoded(inProtocol.getFirst());
    }

    private static Credentials decoded(String base64url) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64url);
            return new Token(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return new Unusable();
        }
    }

    private static List<String> headers(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }
}
