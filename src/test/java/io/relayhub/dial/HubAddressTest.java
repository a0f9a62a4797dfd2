package io.relayhub.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ws://hub:8080/ws?token=CANARY, ws://hub:8080/ws",
        "wss://Hub.Example/relay?token=CANARY&role=agent, wss://hub.example/relay",
        "http://hub:8080, ws://hub:8080/ws",
        "https://hub/, wss://hub/",
        "ws://[::1]:8080/ws?token=CANARY, ws://[::1]:8080/ws"
    })
    void nameHasNoCredential(String url, String name) {
        HubAddress address = HubAddress.parse(url);
        assertThat(address.name()).isEqualTo(name);
        assertThat(address).hasToString(name);
    }

    @Test
    void tokenInTheUrlStaysWhereItIs() {
        HubAddress address = HubAddress.parse("ws://hub/ws?token=CANARY");
        assertThat(address.secretUri().getRawQuery()).isEqualTo("token=CANARY");
        assertThat(address.bearer()).isNull();
    }

    @Test
    void tokenBesideTheUrlGoesIntoTheHeader() {
        HubAddress address = HubAddress.parse("ws://hub/ws").withToken("CANARY");
        assertThat(address.secretUri()).hasToString("ws://hub/ws");
        assertThat(address.bearer()).isEqualTo("CANARY");
        assertThat(address).hasToString("ws://hub/ws");
    }

    @Test
    void twoTokensAreOneTooMany() {
        HubAddress address = HubAddress.parse("ws://hub/ws?token=CANARY");
        assertThatThrownBy(() -> address.withToken("CANARY"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one place only")
                .hasMessageNotContaining("CANARY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://hub/ws?token=CANARY with space",
                "ftp://hub/ws?token=CANARY",
                "ws:///ws?token=CANARY",
                "ws://CANARY@hub/ws",
                "ws://hub/ws#CANARY",
                "CANARY",
                "ws://hub:0/ws?token=CANARY",
                "ws://hub:65536/ws?token=CANARY",
                "ws://hub_CANARY:1/ws",
                "ws://ho st/?token=CANARY"
            })
    void malformedUrlsAreRefusedWithoutBeingQuoted(String url) {
        assertThatThrownBy(() -> HubAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("CANARY");
    }
}
