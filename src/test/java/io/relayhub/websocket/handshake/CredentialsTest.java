package io.relayhub.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.link.Credential;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class CredentialsTest {
    private static final Entrance TOKENS = Entrance.forTokens(credential -> null, identity -> true);
    private static final Credentials UNUSABLE = new Credentials.Unusable();

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    private Credentials found(@Nullable String query, CredentialPlace... places) {
        return Credentials.of(places.length == 0 ? TOKENS.places() : List.of(places), request, new Query(query));
    }

    private static Credentials token(String token) {
        return new Credentials.Presented(Credential.token(token));
    }

    @Test
    void aTokenStandsInOneOfThreePlaces() {
        assertThat(found("token=a%20b")).isEqualTo(token("a b"));
        request.addHeader("Authorization", "bEARER  a.b");
        assertThat(found(null)).isEqualTo(token("a.b"));
        request.removeHeader("Authorization");
        request.addHeader("Sec-WebSocket-Protocol", "relayhub.v1 , bearer.4oKs");
        assertThat(found(null)).isEqualTo(token("\u20ac"));
    }

    @Test
    void noneIsMissingAndAnEmptyOneIsThere() {
        assertThat(found(null)).isEqualTo(new Credentials.Missing());
        assertThat(found("token=")).isEqualTo(token(""));
        request.addHeader("Authorization", "Basic abc");
        assertThat(found(null)).isEqualTo(new Credentials.Missing());
    }

    @Test
    void twoInOnePlaceAreUnusableAndTwoPlacesAmbiguous() {
        assertThat(found("token=a&token=a")).isEqualTo(UNUSABLE);
        request.addHeader("Authorization", "Bearer a");
        assertThat(found("token=a")).isEqualTo(new Credentials.Ambiguous());
        request.addHeader("Authorization", "Bearer a");
        assertThat(found(null)).isEqualTo(UNUSABLE);
    }

    @Test
    void aSubprotocolThatIsNotBase64OfUtf8IsUnusable() {
        for (String wrong : List.of("bearer.%%%", "bearer._w", "bearer.YQ, bearer.YQ")) {
            request.removeHeader("Sec-WebSocket-Protocol");
            request.addHeader("Sec-WebSocket-Protocol", wrong);
            assertThat(found(null)).as(wrong).isEqualTo(UNUSABLE);
        }
    }

    @Test
    void aPairNeedsBothHalves() {
        var headers = new CredentialPlace.HeaderPair("X-Secret", "X-Id");
        assertThat(found(null, headers)).isEqualTo(new Credentials.Missing());
        request.addHeader("x-secret", "s");
        assertThat(found(null, headers)).isEqualTo(UNUSABLE);
        request.addHeader("x-id", "7");
        assertThat(found(null, headers)).isEqualTo(new Credentials.Presented(new Credential("7", "s")));
        var parameters = new CredentialPlace.ParameterPair("s", "i");
        assertThat(found("i=7", parameters)).isEqualTo(UNUSABLE);
        assertThat(found("i=7&s=s", parameters)).isEqualTo(new Credentials.Presented(new Credential("7", "s")));
        assertThat(found("i=7&s=s", headers, parameters)).isEqualTo(new Credentials.Ambiguous());
    }

    @Test
    void noTextFormShowsACredential() {
        assertThat(found("token=canary").toString()).doesNotContain("canary");
    }

    @Test
    void anEntranceKeepsNoHeaderThatMayCarryACredential() {
        for (String header : List.of("authorization", "Cookie", "Sec-WebSocket-Protocol")) {
            assertThatThrownBy(() -> TOKENS.withHeaders(header)).isInstanceOf(IllegalArgumentException.class);
        }
        var places = List.<CredentialPlace>of(new CredentialPlace.HeaderPair("X-Secret", "X-Id"));
        assertThatThrownBy(() ->
                        new Entrance(places, credential -> null, identity -> true, List.of(), Set.of("x-secret"), null))
                .hasMessageContaining("x-secret");
    }
}
