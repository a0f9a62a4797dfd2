package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.RelayHub.Stats;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class RelayHubIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void twoHubsRunInOneProgramAndKeepToThemselves() throws InterruptedException {
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ch.qos.logback.classic.Level level = root.getLevel();
        root.setLevel(ch.qos.logback.classic.Level.WARN);
        System.setProperty("relayhub.path", "/from-the-surroundings");
        try (HttpClient client = HttpClient.newHttpClient();
                RelayHub one = hub().token("one").maxConnections(2).build();
                RelayHub two = hub().path("/relay").maxMessageSize(1024).build()) {
            one.start();
            two.start();
            assertThat(one.port()).isPositive().isNotEqualTo(two.port());
            assertThat(one.token()).isEqualTo("one");
            assertThat(two.token()).matches("[A-Za-z0-9]{32}");
            assertThat(root.getLevel()).as("the program's logging").isEqualTo(ch.qos.logback.classic.Level.WARN);
            assertThat(one.stats()).isEqualTo(new Stats(0, 0, 0, 0));

            WebSocket agent = connect(client, one, "/ws?token=one&role=agent");
            WebSocket connector = connect(client, one, "/ws?token=one&role=connector");
            await(one::stats, new Stats(2, 1, 1, 0));
            agent.sendText("{\"id\":1,\"action\":\"ping\",\"data\":{}}\n", true).join();
            await(one::stats, new Stats(2, 1, 1, 1));
            assertThat(two.stats()).isEqualTo(new Stats(0, 0, 0, 0));

            assertThatThrownBy(() -> connect(client, one, "/ws?token=one")).isInstanceOf(CompletionException.class);
            assertThatThrownBy(() -> connect(client, two, "/relay?token=one")).isInstanceOf(CompletionException.class);
            connect(client, two, "/relay?token=" + two.token()).abort();
            agent.abort();
            connector.abort();
            client.shutdownNow();
        } finally {
            System.clearProperty("relayhub.path");
            root.setLevel(level);
        }
    }

    @Test
    void aStopMayLeaveOpenRequestsLessTime() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient();
                RelayHub hub = hub().token("one").build()) {
            hub.start();
            WebSocket agent = connect(client, hub, "/ws?token=one&role=agent");
            connect(client, hub, "/ws?token=one&role=connector");
            await(hub::stats, new Stats(2, 1, 1, 0));
            agent.sendText("{\"id\":1,\"action\":\"ping\",\"data\":{}}\n", true).join();
            await(hub::stats, new Stats(2, 1, 1, 1));

            long begun = System.nanoTime();
            hub.stop(Duration.ZERO);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            client.shutdownNow();
        }
    }

    @Test
    void itStartsOnceStopsOnceAndStartsAgain() {
        RelayHub hub = hub().build();
        assertThatThrownBy(hub::port).isInstanceOf(IllegalStateException.class).hasMessageContaining("start()");
        hub.stop();
        hub.start();
        int port = hub.port();
        hub.start();
        assertThat(hub.port()).isEqualTo(port);

        try (RelayHub other = hub().port(port).build()) {
            assertThatThrownBy(other::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Port " + port + " is already in use");
        }
        hub.close();
        hub.close();
        assertThatThrownBy(hub::stats).isInstanceOf(IllegalStateException.class);
        hub.start();
        assertThat(hub.stats()).isEqualTo(new Stats(0, 0, 0, 0));
        hub.stop();
    }

    @Test
    void aValueThatCannotBeIsRefusedAtOnce() {
        RelayHub.Builder builder = RelayHub.builder();
        assertThatThrownBy(() -> builder.port(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.path("ws")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.token(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.heartbeatTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxMessageSize(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RelayHub.Builder hub() {
        return RelayHub.builder().port(0).address(InetAddress.getLoopbackAddress());
    }

    private static WebSocket connect(HttpClient client, RelayHub hub, String pathAndQuery) {
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + hub.port() + pathAndQuery), new WebSocket.Listener() {})
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static void await(Supplier<Stats> stats, Stats expected) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!stats.get().equals(expected) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(stats.get()).isEqualTo(expected);
    }
}
