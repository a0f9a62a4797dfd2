package io.relayhub.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.dial.HubAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubLocationTest {
    /// What glibc, macOS and musl say of a name that there is not, and what they say without a network.
    @ParameterizedTest
    @CsvSource({
        "x: Name or service not known, true",
        "'x: nodename nor servname provided, or not known', true",
        "x: Name does not resolve, true",
        "x: Temporary failure in name resolution, false",
        "x: Try again, false"
    })
    void aNameThatNobodyKnowsIsToldFromANetworkThatIsAway(String words, boolean isFinal) {
        assertThat(HubLocation.isFinal(new UnknownHostException(words))).isEqualTo(isFinal);
    }

    @Test
    void anAddressNeedsNoName() {
        assertThat(HubLocation.unknownHost(HubAddress.parse("ws://127.0.0.1:1/ws")))
                .isEmpty();
        assertThat(HubLocation.unknownHost(HubAddress.parse("ws://[::1]:1/ws"))).isEmpty();
    }
}
