package io.relayhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.testing.RawWebSocket.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fleet of a real hub: who gets in, what reporters may send, and what viewers get.
@Timeout(60)
class FleetIT {
    private static final String VIEWER = "the-viewers-token-0123456789";
    private static final String[] WEB_1 = {"X-AUTH-SECRET: s3cret-of-web-1", "X-SERVER-ID: web-1"};
    private static final String REPORT =
            "{\"serverId\":\"web-1\",\"cpu\":{\"percent\":%d},\"memory\":{\"total\":100,\"used\":50},\"note\":{\"a\":1}}";
    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(
                "relayhub.tokens[0].name=wall",
                "relayhub.tokens[0].token=" + VIEWER,
                "relayhub.tokens[0].roles=viewer",
                "relayhub.fleet.secret=the secret of all",
                "relayhub.fleet.servers[0].id=web-1",
                "relayhub.fleet.servers[0].name=Web 1",
                "relayhub.fleet.servers[0].secret=s3cret-of-web-1",
                "relayhub.fleet.servers[0].country-code=cn",
                "relayhub.fleet.servers[1].id=db-1",
                "relayhub.fleet.servers[1].sha256=ef51306214d9a6361ee1d5b452e6d2bb70dc7ebb85bf9e02c3d4747fb57d6bec",
                "relayhub.fleet.servers[2].id=shared",
                "relayhub.fleet.servers[3].id=flood",
                "relayhub.fleet.server-meters=true");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static RawWebSocket reporter() {
        return RawWebSocket.connect(hub.port(), "/ws-report", WEB_1);
    }

    private static RawWebSocket viewer(String query) {
        return RawWebSocket.connect(hub.port(), "/ws-frontend?token=" + VIEWER + query);
    }

    private static Answer ask(String target, String... headers) {
        try (var peer = RawWebSocket.dial(hub.port(), 0)) {
            return peer.handshake(target, headers);
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static JsonNode read(RawWebSocket viewer) {
        return json(viewer.read().text());
    }

    private static JsonNode entry(JsonNode list, String id) {
        for (JsonNode one : list) {
            if (one.path("id").stringValue("").equals(id)) {
                return one;
            }
        }
        return list.path("none");
    }

    @Test
    void whoeverReportsNeedsTheSecretOfAnIdThatIsConfigured() {
        assertThat(ask("/ws-report", WEB_1).status()).isEqualTo(101);
        assertThat(ask("/ws-report", "X-AUTH-SECRET: the secret of all", "X-SERVER-ID: shared")
                        .status())
                .isEqualTo(101);
        assertThat(ask("/ws-report?X-AUTH-SECRET=the+secret+of+all&X-SERVER-ID=shared")
                        .status())
                .isEqualTo(101);
        assertThat(ask("/ws-report?secret=the+secret+of+all&id=shared").status())
                .isEqualTo(101);
        for (String[] wrong : List.of(
                new String[] {"X-AUTH-SECRET: wrong", "X-SERVER-ID: web-1"},
                new String[] {"X-AUTH-SECRET: the secret of all", "X-SERVER-ID: web-1"},
                new String[] {"X-AUTH-SECRET: s3cret-of-web-1", "X-SERVER-ID: unknown"},
                new String[] {"X-AUTH-SECRET: s3cret-of-web-1"},
                new String[] {"X-SERVER-ID: web-1"},
                new String[] {"X-AUTH-SECRET: ", "X-SERVER-ID: "},
                new String[] {})) {
            Answer answer = ask("/ws-report", wrong);
            assertThat(answer.status()).as(String.join(", ", wrong)).isEqualTo(401);
            assertThat(json(answer.body()).path("error").isMissingNode()).isFalse();
        }
    }

    @Test
    void whoeverWatchesNeedsATokenOfAViewer() {
        assertThat(ask("/ws-frontend").status()).isEqualTo(401);
        assertThat(ask("/ws-frontend?token=" + Hub.TOKEN).status()).isEqualTo(403);
        assertThat(ask("/ws-frontend?token=" + VIEWER).status()).isEqualTo(101);
        for (String path : List.of("/api/server/statusInfo", "/api/statistics", "/api/fleet/web-1/history")) {
            assertThat(hub.get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(hub.get(path, Hub.bearer(Hub.TOKEN)).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(hub.get(path, Hub.bearer(VIEWER)).statusCode()).as(path).isEqualTo(200);
            assertThat(hub.get(path, Hub.basic("x", VIEWER)).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(hub.get("/actuator/relay", Hub.bearer(VIEWER)).statusCode()).isEqualTo(403);
    }

    @Test
    void aReportIsInTheNextEnvelopeAndInBothAnswersOverHttp() {
        try (var reporter = reporter()) {
            reporter.text(REPORT.formatted(41));
            try (var viewer = viewer("")) {
                JsonNode entry = entry(read(viewer).path("data"), "web-1");
                for (int i = 0; i < 5 && entry.path("cpuPercent").doubleValue(0) != 41; i++) {
                    entry = entry(read(viewer).path("data"), "web-1");
                }
                assertThat(entry.path("cpuPercent").doubleValue()).isEqualTo(41);
                assertThat(entry.path("name").stringValue()).isEqualTo("Web 1");
                assertThat(entry.path("loc").stringValue()).isEqualTo("cn");
                assertThat(entry.path("RAMPercent").doubleValue()).isEqualTo(50);
                assertThat(entry.path("isOnline").booleanValue()).isTrue();
                viewer.text("{\"type\":\"ping\"}");
                JsonNode pong = read(viewer);
                for (int i = 0; i < 3 && !pong.path("type").stringValue("").equals("pong"); i++) {
                    pong = read(viewer);
                }
                assertThat(pong.path("type").stringValue()).isEqualTo("pong");
                assertThat(pong.path("timestamp").isIntegralNumber()).isTrue();
            }
            JsonNode info =
                    json(hub.get("/api/server/statusInfo", Hub.bearer(VIEWER)).body());
            assertThat(info.path("code").intValue()).isEqualTo(200);
            assertThat(entry(info.path("data"), "web-1").path("cpuPercent").doubleValue())
                    .isEqualTo(41);
            JsonNode statistics =
                    json(hub.get("/api/statistics", Hub.bearer(VIEWER)).body()).path("data");
            assertThat(statistics.path("onlineIds").toString()).contains("web-1");
            assertThat(statistics.path("configServersLen").intValue()).isEqualTo(4);
            JsonNode history =
                    json(hub.get("/api/fleet/web-1/history", Hub.bearer(VIEWER)).body());
            assertThat(history.path("time").size())
                    .isEqualTo(history.path("cpu").size())
                    .isEqualTo(8640);
            assertThat(history.path("memory").get(8639).doubleValue(-1)
                            + history.path("memory").get(8638).doubleValue(-1))
                    .isGreaterThanOrEqualTo(49);
            assertThat(hub.get("/actuator/prometheus", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aDocumentIsPushedAsItComesWithWhatIsUnknownInIt() {
        try (var reporter = reporter();
                var viewer = viewer("&format=document")) {
            reporter.text(REPORT.formatted(17));
            JsonNode document = read(viewer);
            while (document.path("cpu").path("percent").doubleValue() != 17) {
                document = read(viewer);
            }
            assertThat(document.path("serverId").stringValue()).isEqualTo("web-1");
            assertThat(document.path("serverName").stringValue()).isEqualTo("Web 1");
            assertThat(document.path("note").path("a").intValue()).isEqualTo(1);
            assertThat(document.path("disk").isArray()).isTrue();
            assertThat(document.path("network").path("inSpeed").isNumber()).isTrue();
        }
    }

    @Test
    void whatAViewerCannotAskForClosesIt() {
        for (String query : List.of("&format=documents", "&interval=-1", "&interval=x", "&interval=3600001")) {
            try (var viewer = viewer(query)) {
                Frames.Frame close = viewer.read(Frames.CLOSE);
                assertThat(close.closeCode()).as(query).isEqualTo(1008);
                assertThat(close.closeReason()).startsWith("PROTOCOL_VIOLATION");
            }
        }
    }

    @Test
    void aSecondReporterOfTheSameIdReplacesTheFirst() {
        String[] shared = {"X-AUTH-SECRET: the secret of all", "X-SERVER-ID: shared"};
        try (var first = RawWebSocket.connect(hub.port(), "/ws-report", shared);
                var second = RawWebSocket.connect(hub.port(), "/ws-report", shared);
                var viewer = viewer("&format=document")) {
            assertThat(first.read(Frames.CLOSE).closeCode()).isEqualTo(4409);
            second.text("{\"serverName\":\"Second\"}");
            JsonNode document = read(viewer);
            while (!document.path("serverId").stringValue("").equals("shared")) {
                document = read(viewer);
            }
            assertThat(document.path("serverName").stringValue()).isEqualTo("Second");
        }
    }

    @Test
    void anOversizeReportIsClosedWith1009AndEverythingElseIsKept() {
        String[] flood = {"X-AUTH-SECRET: the secret of all", "X-SERVER-ID: flood"};
        try (var reporter = RawWebSocket.connect(hub.port(), "/ws-report", flood);
                var viewer = viewer("&format=document")) {
            for (String bad : List.of(
                    "{\"cpu\":{\"percent\":",
                    "{\"cpu\":{\"percent\":NaN}}",
                    "[]",
                    "\"x\"",
                    "{}",
                    "",
                    "{\"cpu\":{}} {}",
                    "[".repeat(60_000))) {
                reporter.text(bad);
            }
            reporter.text("{\"serverId\":\"web-1\",\"timestamp\":4e9,\"cpu\":{\"percent\":1e999,\"cores\":-5},"
                    + "\"memory\":\"much\",\"x\":1e999,\"s\":\"\\ud800\"}");
            JsonNode document = read(viewer);
            while (!document.path("serverId").stringValue("").equals("flood")) {
                document = read(viewer);
            }
            assertThat(document.path("cpu").path("percent").doubleValue()).isZero();
            assertThat(document.path("cpu").path("cores").intValue()).isZero();
            assertThat(document.path("memory").path("total").intValue()).isZero();
            assertThat(document.has("x")).isFalse();
            assertThat(document.path("s").stringValue()).isEqualTo("\uFFFD");
            assertThat(Math.abs(document.path("timestamp").longValue() - System.currentTimeMillis() / 1000))
                    .isLessThan(60);
            reporter.text("{\"serverId\":\"" + "x".repeat(70_000) + "\"}");
            assertThat(reporter.read(Frames.CLOSE).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void tenThousandDisksAreCountedAndAFewAreShown() {
        String[] flood = {"X-AUTH-SECRET: the secret of all", "X-SERVER-ID: flood"};
        try (var reporter = RawWebSocket.connect(hub.port(), "/ws-report", flood)) {
            String many = "{\"disk\":[{\"total\":1,\"used\":1}" + ",{}".repeat(10_000) + "]}";
            assertThat(many.getBytes(UTF_8).length).isLessThan(65_536);
            reporter.text(many);
            JsonNode disks = json("{}");
            while (disks.size() != 64) {
                JsonNode info = json(
                        hub.get("/api/server/statusInfo", Hub.bearer(VIEWER)).body());
                disks = entry(info.path("data"), "flood").path("hostInfo").path("diskPartitions");
            }
            assertThat(disks.size()).isEqualTo(64);
        }
    }

    @Test
    void aHistoryCanBeAskedForInParts() {
        String path = "/api/fleet/web-1/history";
        long now = System.currentTimeMillis() / 1000;
        JsonNode part = json(hub.get(path + "?from=" + (now - 3600) + "&to=" + now + "&step=55", Hub.bearer(VIEWER))
                .body());
        assertThat(part.path("step").intValue()).isEqualTo(60);
        assertThat(part.path("time").size()).isBetween(60, 61);
        assertThat(hub.get(path + "?step=0", Hub.bearer(VIEWER)).statusCode()).isEqualTo(400);
        assertThat(hub.get(path + "?from=x", Hub.bearer(VIEWER)).statusCode()).isEqualTo(400);
        assertThat(hub.get(path + "?from=9&to=8", Hub.bearer(VIEWER)).statusCode())
                .isEqualTo(400);
        assertThat(hub.get("/api/fleet/nobody/history", Hub.bearer(VIEWER)).statusCode())
                .isEqualTo(404);
        assertThat(json(hub.get(path + "?from=999999999999&to=999999999999", Hub.bearer(VIEWER))
                                .body())
                        .path("time")
                        .size())
                .isZero();
    }
}
