package io.relayhub.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class OriginsTest {
    private static final Origins OWN = new Origins(Set.of());
    private static final Origins LISTED = new Origins(Set.of("https://app.example.com"));

    private static MockHttpServletRequest at(String scheme, String host, int port, String... origins) {
        var request = new MockHttpServletRequest();
        request.setScheme(scheme);
        request.setServerName(host);
        request.setServerPort(port);
        for (String origin : origins) {
            request.addHeader("Origin", origin);
        }
        return request;
    }

    @Test
    void whoHasNoOriginIsNoPage() {
        assertThat(OWN.allow(at("http", "hub", 80))).isTrue();
        assertThat(LISTED.allow(at("http", "hub", 80))).isTrue();
    }

    @Test
    void withoutAListOnlyTheHubsOwnOriginPasses() {
        assertThat(OWN.allow(at("http", "Hub", 8080, "http://hub:8080"))).isTrue();
        assertThat(OWN.allow(at("https", "hub", 443, "https://hub"))).isTrue();
        assertThat(OWN.allow(at("http", "hub", 80, "http://hub"))).isTrue();
        for (String other :
                List.of("http://hub", "https://hub:8080", "http://hub:80800", "http://HUB:8080", "null", "")) {
            assertThat(OWN.allow(at("http", "hub", 8080, other))).as(other).isFalse();
        }
    }

    @Test
    void withAListOnlyWhatIsOnItPasses() {
        assertThat(LISTED.allow(at("http", "hub", 80, "https://app.example.com")))
                .isTrue();
        for (String other : List.of("http://hub", "https://app.example.com.evil.example", "https://app.example.com/")) {
            assertThat(LISTED.allow(at("http", "hub", 80, other))).as(other).isFalse();
        }
    }

    @Test
    void twoOriginsAreNone() {
        assertThat(LISTED.allow(at("http", "hub", 80, "https://app.example.com", "https://app.example.com")))
                .isFalse();
    }
}
