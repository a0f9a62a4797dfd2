package io.relayhub.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void aTokenInAFileIsForAnAddressWithoutOne(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "from-the-file\n");
        var address = HubAddress.parse("ws://hub/ws");
        var named = Map.of("RELAYHUB_TOKEN_FILE", file.toString());
        assertThat(HubLocation.beside(address, named)).isEqualTo("from-the-file");
        assertThat(HubLocation.beside(HubAddress.parse("ws://hub/ws?token=t"), named))
                .isEmpty();
        assertThat(HubLocation.beside(
                        address, Map.of("RELAYHUB_TOKEN_FILE", file.toString(), "MTOP_DEVTOOLS_TOKEN", "variable")))
                .isEqualTo("variable");
        Files.delete(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubLocation.beside(address, named))
                .withMessageContaining("RELAYHUB_TOKEN_FILE");
    }

    @Test
    void anAddressNeedsNoName() {
        assertThat(HubLocation.unknownHost(HubAddress.parse("ws://127.0.0.1:1/ws")))
                .isEmpty();
        assertThat(HubLocation.unknownHost(HubAddress.parse("ws://[::1]:1/ws"))).isEmpty();
    }
}
