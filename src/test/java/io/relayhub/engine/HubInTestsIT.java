package io.relayhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A hub in the tests of somebody else's program, by Testcontainers (docs/deployment.md, "Container").
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class HubInTestsIT {
    private static final String TOKEN = "a-token-for-a-test-0123456789abcdef";

    @Test
    void aHubIsThereForATestAndRelays() throws Exception {
        try (GenericContainer<?> hub = new GenericContainer<>(DockerImageName.parse(Engine.image()))
                .withEnv("MTOP_DEVTOOLS_TOKEN", TOKEN)
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/actuator/health/readiness").withStartupTimeout(Duration.ofSeconds(60)))) {
            hub.start();
            try (RawWebSocket connector = dial(hub, "connector");
                    RawWebSocket agent = dial(hub, "agent")) {
                agent.text("{\"id\":\"a\",\"action\":\"greet\"}");
                String request = connector.read(Frames.TEXT).text().strip();
                connector.text(request.replaceFirst(",\"action.*", ",\"success\":true}"));
                assertThat(agent.read(Frames.TEXT).text().strip()).isEqualTo("{\"id\":\"a\",\"success\":true}");
            }
        }
    }

    private static RawWebSocket dial(GenericContainer<?> hub, String role) {
        return RawWebSocket.connect(hub.getMappedPort(8080), "/ws?role=" + role + "&token=" + TOKEN);
    }
}
