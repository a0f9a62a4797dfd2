package io.relayhub.websocket.handshake;

import io.relayhub.link.Credential;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;

/// The credential of a handshake, from the places where its endpoint lets it stand. Its text form never shows it.
sealed interface Credentials {
    /// One, in one place.
    record Presented(Credential credential) implements Credentials {}

    /// Nowhere.
    record Missing() implements Credentials {}

    /// Twice in one place, half of a pair, or not decodable: no credential can be meant.
    record Unusable() implements Credentials {}

    /// In more than one place.
    record Ambiguous() implements Credentials {}

    static Credentials of(List<CredentialPlace> places, HttpServletRequest request, Query query) {
        List<Credentials> found = places.stream()
                .map(place -> place.in(request, query))
                .filter(Objects::nonNull)
                .toList();
        return switch (found.size()) {
            case 0 -> new Missing();
            case 1 -> found.getFirst();
            default -> new Ambiguous();
        };
    }
}
