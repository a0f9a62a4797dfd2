package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.testing.RawWebSocket.Answer;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// S01, S05, S06, S07, S10 and S18: what is refused before the upgrade, and how.
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HandshakeIT {
    private static final String ENCODED =
            Base64.getUrlEncoder().withoutPadding().encodeToString(TestHub.TOKEN.getBytes(StandardCharsets.UTF_8));
    private static TestHub hub;

    @BeforeAll
    static void start() {
        var limits = new Limits();
        limits.maxConnections = 20;
        limits.allowedOrigins = Set.of("https://app.example.com");
        hub = limits.hub();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static Answer ask(String target, String... headers) {
        try (var peer = RawWebSocket.dial(hub.port(), 0)) {
            return peer.handshake(target, headers);
        }
    }

    @Test
    void whoHasItsAnswerIsKnownToTheDialect() {
        for (int i = 1; i <= 20; i++) {
            try (var peer = RawWebSocket.dial(hub.port(), 0)) {
                int before = hub.sessions.size();
                assertThat(peer.handshake(TestHub.TARGET).status()).isEqualTo(101);
                assertThat(hub.sessions).hasSize(before + 1);
            }
        }
    }

    @Test
    void eachPlaceForTheTokenIsGoodAlone() {
        assertThat(ask(TestHub.TARGET).status()).isEqualTo(101);
        assertThat(ask("/ws?token=plain", "X-Other: 1").status()).isEqualTo(401);
        assertThat(ask("/ws", "Sec-WebSocket-Protocol: relayhub.v1, bearer." + ENCODED)
                        .status())
                .isEqualTo(101);
    }

    @Test
    void aBearerHeaderCarriesAToken() {
        assertThat(ask("/ws", "Authorization: Bearer operator").header("Content-Type"))
                .isEqualTo("application/json");
        assertThat(ask("/ws", "Authorization: Bearer operator").body()).contains("FORBIDDEN");
    }

    @Test
    void theAnswerSelectsTheSubprotocolAndNeverTheToken() {
        Answer answer = ask("/ws", "Sec-WebSocket-Protocol: relayhub.v1, bearer." + ENCODED);
        assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("relayhub.v1");
        assertThat(ask(TestHub.TARGET).header("Sec-WebSocket-Protocol")).isEmpty();
    }

    @Test
    void aMissingWrongEmptyOrDuplicatedTokenIsRefusedWithTheSameBody() {
        String wrong = ask("/ws?token=wrong").body();
        assertThat(wrong).contains("AUTH_FAILED");
        for (Answer answer : List.of(
                ask("/ws"),
                ask("/ws?token="),
                ask("/ws?token=wrong"),
                ask(TestHub.TARGET + "&token=" + "x"),
                ask("/ws?token=operator&token=operator"),
                ask("/ws", "Authorization: Bearer wrong"),
                ask("/ws", "Authorization: Bearer operator", "Authorization: Bearer operator"),
                ask("/ws", "Sec-WebSocket-Protocol: relayhub.v1, bearer.%%%"))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(wrong);
        }
    }

    @Test
    void twoPlacesForTheTokenAreAmbiguous() {
        Answer answer = ask("/ws?token=a", "Authorization: Bearer a");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("AMBIGUOUS_CREDENTIALS");
        assertThat(ask(TestHub.TARGET, "Sec-WebSocket-Protocol: bearer." + ENCODED)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void noRefusalRepeatsTheToken() {
        assertThat(ask("/ws?token=canary-4711").body()).doesNotContain("canary");
        assertThat(ask("/ws?token=canary-4711&x=%zz").body()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://app.example.com.evil.example",
                "https://app.example.com@evil.example",
                "HTTPS://APP.EXAMPLE.COM",
                "https://app.example.com:8443",
                "http://app.example.com",
                "https://app.example.com/"
            })
    void anOriginThatIsNotAllowedIsRefused(String origin) {
        Answer answer = ask(TestHub.TARGET, "Origin: " + origin);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("ORIGIN_NOT_ALLOWED");
    }

    @Test
    void anAllowedOriginPassesAndNoneDoesToo() {
        assertThat(ask(TestHub.TARGET, "Origin: https://app.example.com").status())
                .isEqualTo(101);
        assertThat(ask(TestHub.TARGET).status()).isEqualTo(101);
    }

    @Test
    void withoutAListTheHubsOwnOriginPassesAndNoOther() {
        try (var own = new TestHub()) {
            String host = "http://127.0.0.1:" + own.port();
            try (var same = RawWebSocket.dial(own.port(), 0);
                    var other = RawWebSocket.dial(own.port(), 0);
                    var secure = RawWebSocket.dial(own.port(), 0)) {
                assertThat(same.handshake(TestHub.TARGET, "Origin: " + host).status())
                        .isEqualTo(101);
                assertThat(other.handshake(TestHub.TARGET, "Origin: " + host + "1")
                                .status())
                        .isEqualTo(403);
                assertThat(secure.handshake(TestHub.TARGET, "Origin: " + host.replace("http", "https"))
                                .status())
                        .isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/", "/WS", "/ws;a=b", "/%77s", "//ws", "/ws/../ws", "/", "/wsx", "/ws%2f"})
    void noOtherSpellingOfThePathUpgrades(String path) {
        String query = TestHub.TARGET.substring(TestHub.TARGET.indexOf('?'));
        assertThat(ask(path + query).status()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "OPTIONS", "TRACE"})
    void noOtherMethodUpgrades(String method) {
        try (var peer = RawWebSocket.dial(hub.port(), 0)) {
            Answer answer = peer.ask(method + " " + TestHub.TARGET + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a\r\n"
                    + "Content-Length: 0\r\n\r\n");
            assertThat(answer.status()).isIn(200, 400, 403, 404, 405, 501);
        }
    }

    @Test
    void malformedHandshakesAreRefused() {
        String rest = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        assertThat(status("Host: x\r\n" + rest + key + "Sec-WebSocket-Version: 8\r\n"))
                .isEqualTo(426);
        assertThat(status("Host: x\r\n" + rest + "Sec-WebSocket-Version: 13\r\n"))
                .isEqualTo(400);
        assertThat(status("Host: x\r\nHost: y\r\n" + rest + key + "Sec-WebSocket-Version: 13\r\n"))
                .isEqualTo(400);
        assertThat(status(
                        "Host: x\r\nX: " + "a".repeat(20_000) + "\r\n" + rest + key + "Sec-WebSocket-Version: 13\r\n"))
                .isEqualTo(431);
        for (String bad : List.of(
                "",
                "a",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZQ==\r\n" + key.strip(),
                "dGhlIHNhbXBsZSBub25j")) {
            assertThat(status("Host: x\r\n" + rest + "Sec-WebSocket-Key: " + bad + "\r\nSec-WebSocket-Version: 13\r\n"))
                    .as(bad)
                    .isEqualTo(400);
        }
        try (var old = RawWebSocket.dial(hub.port(), 0)) {
            assertThat(old.ask("GET " + TestHub.TARGET + " HTTP/1.0\r\nHost: x\r\n" + rest + key
                                    + "Sec-WebSocket-Version: 13\r\n\r\n")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(ask("/ws?token=" + "a".repeat(20_000)).status()).isEqualTo(414);
        assertThat(ask("/ws?token=a\u0001b").status()).isEqualTo(400);
        assertThat(ask("/ws?token=%zz").status()).isEqualTo(400);
    }

    @Test
    void noTokenReachesTheLogHoweverAHandshakeFails(CapturedOutput log) {
        assertThat(ask(TestHub.TARGET + "&x=canary", "Sec-WebSocket-Extensions: ;")
                        .status())
                .isEqualTo(400);
        assertThat(ask(TestHub.TARGET + "&x=canary", "Sec-WebSocket-Protocol: ,;=")
                        .status())
                .isEqualTo(101);
        for (String target : List.of("/ws?token=canary", "/ws/?token=canary", "/ws;x?token=canary")) {
            ask(target, "Sec-WebSocket-Extensions: ;");
            try (var gone = RawWebSocket.dial(hub.port(), 0)) {
                gone.raw(("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(log).doesNotContain("canary").doesNotContain(ENCODED);
    }

    private static int status(String headers) {
        try (var peer = RawWebSocket.dial(hub.port(), 0)) {
            return peer.ask("GET " + TestHub.TARGET + " HTTP/1.1\r\n" + headers + "\r\n")
                    .status();
        }
    }

    @Test
    void aBrowserGetsAPageAndAProgramIsToldToUpgrade() {
        try (var browser = RawWebSocket.dial(hub.port(), 0);
                var program = RawWebSocket.dial(hub.port(), 0)) {
            Answer page = browser.ask("GET /ws HTTP/1.1\r\nHost: x\r\nAccept: text/html,*/*\r\n\r\n");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.body()).contains("relayhub", "wscat");
            Answer answer = program.ask("GET /ws HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n");
            assertThat(answer.status()).isEqualTo(426);
            assertThat(answer.header("Sec-WebSocket-Version")).isEqualTo("13");
            assertThat(answer.body()).contains("UPGRADE_REQUIRED");
        }
    }

    @Test
    void compressionIsNeverNegotiated() {
        Answer answer = ask(TestHub.TARGET, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.headers())
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions"));
    }

    @Test
    void theLimitHoldsWith200DialsAtOnce() throws Exception {
        TestHub.await(() -> hub.sockets().count() == 0);
        var peers = new ArrayList<RawWebSocket>();
        var answers = new ArrayList<Answer>();
        try (var threads = Executors.newFixedThreadPool(40)) {
            var dials = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 200; i++) {
                var peer = RawWebSocket.dial(hub.port(), 0);
                peers.add(peer);
                dials.add(() -> {
                    Answer answer = peer.handshake(TestHub.TARGET);
                    assertThat(hub.sockets().count()).isLessThanOrEqualTo(20);
                    return answer;
                });
            }
            for (var answer : threads.invokeAll(dials)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 101).hasSize(20);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 503)
                .hasSize(180)
                .allSatisfy(answer -> {
                    assertThat(answer.body()).contains("SERVER_FULL");
                    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(5, 15);
                });
        assertThat(hub.facts.handshakes).contains(Handshake.SERVER_FULL, Handshake.ACCEPTED);
        peers.forEach(RawWebSocket::close);
        TestHub.await(() -> hub.sockets().count() == 0);
        assertThat(ask(TestHub.TARGET).status()).isEqualTo(101);
    }

    @Test
    void placesComeBackHoweverAHandshakeEnds() {
        for (int i = 0; i < 50; i++) {
            try (var peer = RawWebSocket.dial(hub.port(), 0)) {
                peer.raw(("GET " + TestHub.TARGET + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        TestHub.await(() -> hub.sockets().count() == 0);
    }

    @Test
    void aDrainingHubTakesNobodyAndClosesEverybody() {
        try (var draining = new TestHub();
                var peer = draining.connect();
                var late = RawWebSocket.dial(draining.port(), 0)) {
            peer.text("x");
            peer.read();
            draining.sockets().refuseNew();
            Answer answer = late.handshake(TestHub.TARGET);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("DRAINING");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3);
            draining.sockets().closeAll(session -> Closing.retryAfter(CloseReason.DRAIN, 1234));
            Frames.Frame close = peer.read(Frames.CLOSE);
            assertThat(close.closeCode()).isEqualTo(1012);
            assertThat(close.closeReason()).isEqualTo("DRAIN retry_ms=1234");
        }
    }
}
