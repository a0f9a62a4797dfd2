package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relayhub.testing.Frames;
import io.relayhub.testing.NodeScript;
import io.relayhub.testing.NodeScripts;
import io.relayhub.testing.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How a hub comes to its fleet: from its settings and from a file, open to everybody or not, or not at all.
@Timeout(120)
class FleetConfigurationIT {
    @TempDir
    private Path directory;

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come true in time");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int status(Hub hub, String target, String... headers) {
        try (var peer = RawWebSocket.dial(hub.port(), 0)) {
            return peer.handshake(target, headers).status();
        }
    }

    private static String[] server(String id) {
        return new String[] {"X-AUTH-SECRET: secret-of-" + id, "X-SERVER-ID: " + id};
    }

    private static String entry(String id) {
        return "  - {id: " + id + ", secret: secret-of-" + id + "}\n";
    }

    @Test
    void theFileIsReadAgainWhenItChangesAndNoViewerIsLost() throws Exception {
        Path file = Files.writeString(directory.resolve("servers.yml"), "servers:\n" + entry("one") + entry("two"));
        try (Hub hub = Hub.start("relayhub.fleet.servers-file=" + file, "relayhub.fleet.public=true");
                var one = RawWebSocket.connect(hub.port(), "/ws-report", server("one"));
                var two = RawWebSocket.connect(hub.port(), "/ws-report", server("two"));
                var viewer = RawWebSocket.connect(hub.port(), "/ws-frontend")) {
            one.text("{\"cpu\":{\"percent\":1}}");
            two.text("{\"cpu\":{\"percent\":2}}");
            await(() -> hub.get("/api/server/statusInfo").body().contains("\"two\""));
            assertThat(status(hub, "/ws-report", server("three"))).isEqualTo(401);

            Files.writeString(file, "servers:\n" + entry("two") + entry("three"));
            assertThat(one.read(Frames.CLOSE).closeReason()).isEqualTo("TOKEN_REVOKED");
            await(() -> status(hub, "/ws-report", server("three")) == 101);
            assertThat(status(hub, "/ws-report", server("one"))).isEqualTo(401);
            assertThat(hub.get("/api/server/statusInfo").body()).doesNotContain("\"one\"");

            // A mistake, and a file that has gone, leave everything as it was.
            Files.writeString(file, "servers:\n  - {id: x}\n");
            Path other = Files.writeString(directory.resolve("seen.yml"), "");
            Files.delete(file);
            assertThat(status(hub, "/ws-report", server("three"))).isEqualTo(101);
            Files.writeString(other, "servers:\n" + entry("two"));
            Files.move(other, file);
            await(() -> status(hub, "/ws-report", server("three")) == 401);
            two.text("{\"cpu\":{\"percent\":3}}");
            String seen = viewer.read().text();
            while (!seen.contains("\"cpuPercent\":3")) {
                seen = viewer.read().text();
            }
        }
    }

    @Test
    void aMistakeAtTheStartIsNamedByItsField() {
        assertThatThrownBy(() -> Hub.start("relayhub.fleet.servers[0].id=x", "relayhub.fleet.secret=t0p"))
                .hasStackTraceContaining("relayhub.fleet.servers[0].id must be 3 to 50")
                .satisfies(FleetConfigurationIT::hasNoSecret);
        assertThatThrownBy(() -> Hub.start("relayhub.fleet.servers-file=" + directory.resolve("none.yml")))
                .hasStackTraceContaining("relayhub.fleet.servers-file cannot be read");
        assertThatThrownBy(() -> Hub.start(
                        "relayhub.fleet.servers[0].id=abc",
                        "relayhub.fleet.secret=t0p",
                        "relayhub.fleet.report-path=nowhere"))
                .hasStackTraceContaining("relayhub.fleet.report-path must begin with /");
    }

    private static void hasNoSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("t0p");
        }
    }

    @Test
    void aHubWithoutAFleetAnswersItsPathsAsAnyOther() {
        try (Hub hub = Hub.start(
                "relayhub.tokens[0].name=ops",
                "relayhub.tokens[0].token=operator-0123456789",
                "relayhub.tokens[0].roles=ops")) {
            for (String path : List.of("/ws-report", "/ws-frontend", "/api/server/statusInfo", "/api/statistics")) {
                assertThat(hub.get(path).statusCode()).as(path).isEqualTo(401);
                assertThat(hub.get(path, Hub.bearer("operator-0123456789")).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    /// But for the look at the settings and the settings' own type.
    @Test
    void aHubWithoutAFleetLoadsNoClassOfIt() throws Exception {
        Path loaded = directory.resolve("classes");
        try (HubProcess hub = HubProcess.start(directory, Map.of(), "-Xlog:class+load:file=" + loaded)) {
            assertThat(hub.port()).isPositive();
            assertThat(Pattern.compile("io\\.relayhub\\.(fleet|topics|web\\.|app\\.[fF]leet|telemetry\\.Fleet)[\\w.$]*")
                            .matcher(Files.readString(loaded))
                            .results()
                            .map(MatchResult::group))
                    .containsOnly("io.relayhub.app.FleetWiring", "io.relayhub.app.fleet.FleetProperties");
        }
    }

    @Test
    void aPublicFleetCanBeWatchedByEverybodyAndNothingElseCan() {
        try (Hub hub = Hub.start(
                "relayhub.fleet.public=true", "relayhub.fleet.secret=s", "relayhub.fleet.servers[0].id=abc")) {
            assertThat(status(hub, "/ws-frontend")).isEqualTo(101);
            assertThat(status(hub, "/ws-frontend?token=wrong")).isEqualTo(401);
            assertThat(hub.get("/api/server/statusInfo").body())
                    .isEqualTo("{\"code\":200,\"message\":\"success\",\"data\":[]}");
            assertThat(hub.get("/api/statistics").body())
                    .isEqualTo("{\"code\":200,\"message\":\"success\",\"data\":{\"onlineIds\":null,\"sessionMapLen\":0,"
                            + "\"reportMapLen\":0,\"configServersLen\":1}}");
            assertThat(hub.get("/api/fleet/events").body()).isEqualTo("{\"events\":[]}");
            assertThat(hub.get("/actuator/relay").statusCode()).isEqualTo(401);
            assertThat(status(hub, "/ws")).isEqualTo(401);
            assertThat(status(hub, "/ws-report")).isEqualTo(401);
        }
    }

    /// The examples of the document, as printed there but for the address, the secret and the id.
    @Test
    void theDocumentedExamplesRunUnderNode() throws Exception {
        try (Hub hub = Hub.start(
                        "relayhub.fleet.public=true",
                        "relayhub.fleet.secret=your-secret-key",
                        "relayhub.fleet.servers[0].id=your-server-id");
                NodeScript viewer = NodeScripts.orSkip()
                        .start("fleet-viewer.mjs", "ws://127.0.0.1:" + hub.port() + "/ws-frontend?format=document");
                NodeScript reporter = NodeScripts.orSkip()
                        .start("fleet-reporter.mjs", "ws://127.0.0.1:" + hub.port() + "/ws-report")) {
            await(() -> output(viewer).contains("收到数据: your-server-id 45.2"));
            assertThat(output(viewer)).contains("WebSocket 连接成功");
            assertThat(output(reporter)).contains("open");
        }
    }

    private static String output(NodeScript script) {
        try {
            return script.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
