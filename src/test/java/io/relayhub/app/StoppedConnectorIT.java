package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.relay.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A connector whose process is stopped, as a laptop's lid does it, and goes on later. Heartbeats are scaled down.
@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
class StoppedConnectorIT {
    private static final Duration HEARTBEAT = Duration.ofSeconds(4);
    private static final String PING = "{\"id\":\"%s\",\"action\":\"ping\",\"timeoutMs\":%d}";

    private Hub hub;
    private Process connector;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        hub = Hub.start("relayhub.heartbeat-timeout=" + HEARTBEAT.toSeconds() + "s", "relayhub.ping-interval=1s");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.relayhub.Main",
                "connect",
                hub.ws("token=" + Hub.TOKEN).toString(),
                "--id",
                "laptop",
                "--provider",
                "system"));
        builder.environment().put("RELAYHUB_HOME", home.toString());
        connector = builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("connector.out").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> connectors() == 1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        connector.destroyForcibly();
        connector.waitFor(Duration.ofSeconds(10));
        hub.close();
    }

    private int connectors() {
        return hub.bean(Relay.class).stats().connectors();
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + connector.pid())
                .inheritIO()
                .start();
        assertThat(kill.waitFor(Duration.ofSeconds(10))).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    @Test
    void withinTheHeartbeatItsRequestsWaitAndAreAnswered() throws Exception {
        try (Peer agent = hub.peer("role=agent&token=" + Hub.TOKEN)) {
            signal("STOP");
            agent.say(PING.formatted("short", 200));
            assertThat(agent.hear()).contains("\"id\":\"short\"", "REQUEST_TIMEOUT");
            agent.say(PING.formatted("long", 30_000));
            signal("CONT");
            assertThat(agent.hear()).contains("\"id\":\"long\"", "\"success\":true");
            assertThat(connectors()).isEqualTo(1);
        }
    }

    @Test
    void beyondItTheHubTellsItsAgentsAndItComesBackByItself() throws Exception {
        try (Peer agent = hub.peer("role=agent&token=" + Hub.TOKEN)) {
            signal("STOP");
            agent.say(PING.formatted("lost", 60_000));
            // The heartbeat's time, and what a close that nobody answers takes.
            assertThat(agent.hear()).contains("\"id\":\"lost\"", "CONNECTOR_LOST");
            await().until(() -> connectors() == 0);
            agent.say(PING.formatted("nobody", 1_000));
            assertThat(agent.hear()).contains("\"id\":\"nobody\"", "NO_CONNECTOR");
            signal("CONT");
            await().atMost(Duration.ofSeconds(40)).until(() -> connectors() == 1);
            agent.say(PING.formatted("back", 10_000));
            assertThat(agent.hear()).contains("\"id\":\"back\"", "\"success\":true");
        }
    }
}
