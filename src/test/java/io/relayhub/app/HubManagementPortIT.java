package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `management.server.port`: the same rules at another door.
@Timeout(60)
class HubManagementPortIT {
    private static final String OPS = "ops-token-0123456789abcdef";

    @Test
    void theOtherPortHasTheSameRules() {
        try (Hub hub = Hub.start(
                "management.server.port=0",
                "management.server.address=127.0.0.1",
                "relayhub.tokens[0].name=ops",
                "relayhub.tokens[0].token=" + OPS,
                "relayhub.tokens[0].roles=ops")) {
            int port = hub.managementPort();
            assertThat(port).isNotEqualTo(hub.port());

            assertThat(hub.get(port, "/actuator/health/readiness", "").statusCode())
                    .isEqualTo(200);
            for (String path : new String[] {"/actuator/prometheus", "/actuator/relay"}) {
                assertThat(hub.get(port, path, "").statusCode()).isEqualTo(401);
                assertThat(hub.get(port, path, Hub.bearer("wrong")).statusCode())
                        .isEqualTo(401);
                assertThat(hub.get(port, path, Hub.bearer(Hub.TOKEN)).statusCode())
                        .isEqualTo(403);
                assertThat(hub.get(port, path, Hub.bearer(OPS)).statusCode()).isEqualTo(200);
                assertThat(hub.get(port, path, Hub.basic("ops", OPS)).statusCode())
                        .isEqualTo(200);
            }
            assertThat(hub.get(port, "/nothing", "").statusCode()).isEqualTo(401);

            assertThat(hub.get("/actuator/health", Hub.bearer(OPS)).statusCode())
                    .isEqualTo(404);
            assertThat(hub.get("/actuator/prometheus").statusCode()).isEqualTo(401);
        }
    }
}
