package io.relayhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.dial.HubAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorIdTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void sameMachineAndHubHaveTheSameIdWhateverTheToken() throws Exception {
        String id = ConnectorId.of(home, "desk", HubAddress.parse("ws://hub/ws?token=one"));
        assertThat(id).matches("[0-9a-f]{16}");
        assertThat(ConnectorId.of(home, "desk", HubAddress.parse("ws://HUB/ws?token=two")))
                .isEqualTo(id);
    }

    @Test
    void otherHubsHostsAndUsersHaveOthers() throws Exception {
        HubAddress hub = HubAddress.parse("ws://hub/ws");
        assertThat(ConnectorId.of(home, "desk", hub))
                .isNotEqualTo(ConnectorId.of(home, "desk", HubAddress.parse("ws://hub:81/ws")))
                .isNotEqualTo(ConnectorId.of(home, "clone-of-desk", hub))
                .isNotEqualTo(ConnectorId.of(home.resolve("other"), "desk", hub));
    }
}
