package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Conversation;
import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.link.Session;
import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import io.relayhub.testing.RawWebSocket.Answer;
import io.relayhub.websocket.handshake.CredentialPlace;
import io.relayhub.websocket.handshake.Entrance;
import io.relayhub.websocket.handshake.Entrance.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

/// Endpoints of different kinds on one hub: one for tokens, one below a path for status reports with an id and a
/// secret, and one where peers log in by their first message.
@Timeout(60)
class EndpointsIT {
    private static final String[] SERVER_7 = {"X-AUTH-SECRET: s3cret", "X-Server-Id: srv-7"};
    private static TestHub hub;

    @BeforeAll
    static void start() {
        SocketSettings common = SocketSettings.defaults();
        var reports = new Entrance(
                List.of(
                        new CredentialPlace.HeaderPair("X-AUTH-SECRET", "X-SERVER-ID"),
                        new CredentialPlace.ParameterPair("secret", "server")),
                EndpointsIT::server,
                identity -> true,
                List.of(),
                Set.of("X-Region"),
                null);
        hub = new TestHub(
                Capacity.defaults(),
                List.of(
                        new Endpoint("test", common, TestHub.entrance(), (session, now) -> new TestHub.Echo(session)),
                        new Endpoint(
                                "reports",
                                new SocketSettings(
                                        "/reports/**",
                                        Set.of(),
                                        new SocketSettings.Heartbeat(Duration.ofSeconds(60), Duration.ofMillis(300)),
                                        common.timeouts(),
                                        new SocketSettings.Limits(
                                                DataSize.ofKilobytes(64), DataSize.ofMegabytes(1), 10, 16)),
                                reports,
                                (session, now) -> new Introduction(session)),
                        new Endpoint(
                                "patient",
                                at("/patient"),
                                Entrance.forTokens(EndpointsIT::machine, identity -> true)
                                        .withLogin(new Login(Duration.ofMinutes(1), 2)),
                                (session, now) -> new Introduction(session)),
                        new Endpoint(
                                "machines",
                                at("/machines"),
                                Entrance.forTokens(EndpointsIT::machine, identity -> identity.may(Role.CONNECTOR))
                                        .withLogin(new Login(Duration.ofSeconds(1), 3)),
                                (session, now) -> new Introduction(session))));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static SocketSettings at(String path) {
        SocketSettings common = SocketSettings.defaults();
        return new SocketSettings(path, Set.of(), common.heartbeat(), common.timeouts(), common.limits());
    }

    private static @Nullable Identity server(Credential credential) {
        return "srv-7".equals(credential.id()) && credential.secret().equals("s3cret")
                ? new Identity("srv-7", "default", Set.of(new Role("report")), null)
                : null;
    }

    private static @Nullable Identity machine(Credential credential) {
        return switch (credential.secret()) {
            case "m4chine" -> new Identity("machine", "default", Set.of(Role.CONNECTOR), null);
            case "short" ->
                new Identity(
                        "short",
                        "default",
                        Set.of(Role.CONNECTOR),
                        Instant.now().plusMillis(300));
            case "viewer" -> new Identity("viewer", "default", Set.of(Role.VIEWER), null);
            default -> null;
        };
    }

    /// Says who it talks to and what the handshake said, and then gives back what it hears.
    private record Introduction(Session session) implements Conversation {
        Introduction {
            session.send(Message.text(session.identity().name() + " " + session.path() + " "
                    + new TreeMap<>(session.parameters()) + " " + new TreeMap<>(session.headers())));
        }

        @Override
        public void onMessage(Message message, long now) {
            new TestHub.Echo(session).onMessage(message, now);
        }

        @Override
        public void onClosed(long now) {}
    }

    private static Answer ask(String target, String... headers) {
        try (var peer = RawWebSocket.dial(hub.port(), 0)) {
            return peer.handshake(target, headers);
        }
    }

    @Test
    void theDialectGetsThePathTheParametersAndTheChosenHeadersAndNoCredential() {
        try (var peer = RawWebSocket.connect(
                hub.port(),
                "/reports/bench/7?x=1&token=t",
                "X-Auth-Secret: s3cret",
                "X-SERVER-ID: srv-7",
                "x-region: eu",
                "X-Other: 2")) {
            assertThat(peer.read().text()).isEqualTo("srv-7 /reports/bench/7 {x=1} {x-region=eu}");
        }
    }

    @Test
    void aSecretAndItsIdMayAlsoBeParameters() {
        try (var peer = RawWebSocket.connect(hub.port(), "/reports/a?secret=s3cret&server=srv-7&y=2")) {
            assertThat(peer.read().text()).isEqualTo("srv-7 /reports/a {y=2} {}");
        }
    }

    @Test
    void oneEndpointsCredentialsAreNoneForTheOther() {
        assertThat(ask("/ws", SERVER_7).status()).isEqualTo(401);
        assertThat(ask(TestHub.TARGET.replace("/ws", "/reports/a")).status()).isEqualTo(401);
        assertThat(ask("/reports/a", "X-AUTH-SECRET: s3cret").status()).isEqualTo(401);
        assertThat(ask("/reports/a", "X-AUTH-SECRET: s3cret", "X-SERVER-ID: srv-8")
                        .status())
                .isEqualTo(401);
        assertThat(ask("/reports/a?secret=s3cret&server=srv-7", SERVER_7).body())
                .contains("AMBIGUOUS_CREDENTIALS");
        assertThat(ask(TestHub.TARGET).status()).isEqualTo(101);
    }

    @Test
    void onlyWhatIsPlainlyBelowThePathIsServed() {
        for (String path :
                List.of("/reports", "/reports/", "/reports//a", "/reports/%61", "/reports/a;b", "/reports/../ws")) {
            assertThat(ask(path, SERVER_7).status()).as(path).isIn(400, 404);
        }
        assertThat(ask("/reports/a/b.c", SERVER_7).status()).isEqualTo(101);
    }

    @Test
    void eachEndpointHasItsOwnLimitAndItsOwnPings() {
        try (var reports = RawWebSocket.connect(hub.port(), "/reports/a", SERVER_7);
                var relay = hub.connect()) {
            assertThat(reports.read().text()).startsWith("srv-7");
            assertThat(reports.read(Frames.PING).opCode()).isEqualTo(Frames.PING);
            relay.text("x".repeat(100_000));
            assertThat(relay.read().payload()).hasSize(100_000);
            reports.text("x".repeat(100_000));
            assertThat(reports.read(Frames.CLOSE).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aPeerLogsInByItsFirstMessageAndIsThenWhoItSays() {
        try (var peer = RawWebSocket.connect(hub.port(), "/machines?name=vm")) {
            peer.text("{\"type\":\"auth\",\"data\":{\"token\":\"m4chine\"}}");
            assertThat(peer.read().text()).isEqualTo("{\"type\":\"auth-response\",\"success\":true}\n");
            assertThat(peer.read().text()).isEqualTo("machine /machines {name=vm} {}");
            peer.text("hello");
            assertThat(peer.read().text()).isEqualTo("hello");
        }
    }

    @Test
    void aTokenInTheHandshakeNeedsNoLogin() {
        try (var peer = RawWebSocket.connect(hub.port(), "/machines?token=m4chine")) {
            assertThat(peer.read().text()).startsWith("machine ");
        }
        assertThat(ask("/machines?token=wrong").status()).isEqualTo(401);
    }

    @Test
    void beforeTheLoginNobodyHasALongMessageRead() {
        try (var peer = RawWebSocket.connect(hub.port(), "/machines")) {
            peer.raw(Frames.header(Frames.Side.CLIENT, 0x80 | Frames.TEXT, 8 * 1024 + 1));
            assertThat(peer.read(Frames.CLOSE).closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void whateverElseAPeerSaysFirstEndsIt() {
        for (String first : List.of(
                "{\"type\":\"auth\",\"data\":{\"token\":\"wrong\"}}",
                "{\"type\":\"auth\",\"data\":{\"token\":\"viewer\"}}",
                "{\"type\":\"auth\",\"data\":{\"token\":7}}",
                "{\"type\":\"auth\"}",
                "{\"id\":\"1\",\"action\":\"a\"}",
                "[",
                "x".repeat(8_000))) {
            try (var peer = RawWebSocket.connect(hub.port(), "/machines")) {
                peer.text(first);
                assertThat(peer.read().text()).startsWith("{\"type\":\"auth-response\",\"success\":false,");
                Frames.Frame close = peer.read(Frames.CLOSE);
                assertThat(close.closeCode()).isEqualTo(1008);
                assertThat(close.closeReason()).isEqualTo("AUTH_REQUIRED");
            }
        }
    }

    @Test
    void aPeerThatDoesNotLogInIsClosed() {
        try (var peer = RawWebSocket.connect(hub.port(), "/machines")) {
            assertThat(peer.read(Frames.CLOSE).closeReason()).isEqualTo("AUTH_TIMEOUT");
        }
    }

    @Test
    void theOldestThatHasNotLoggedInGivesWay() {
        try (var oldest = RawWebSocket.connect(hub.port(), "/patient");
                var second = RawWebSocket.connect(hub.port(), "/patient");
                var newest = RawWebSocket.connect(hub.port(), "/patient")) {
            assertThat(oldest.read(Frames.CLOSE).closeReason()).isEqualTo("AUTH_TIMEOUT");
            for (var other : List.of(newest, second)) {
                other.text("{\"type\":\"auth\",\"data\":{\"token\":\"m4chine\"}}");
                assertThat(other.read().text()).contains("true");
            }
        }
    }

    @Test
    void anIdentityThatExpiresAfterTheLoginEndsTheConnection() {
        try (var peer = RawWebSocket.connect(hub.port(), "/machines")) {
            peer.text("{\"type\":\"auth\",\"data\":{\"token\":\"short\"}}");
            assertThat(peer.read().text()).contains("true");
            assertThat(peer.read(Frames.CLOSE).closeReason()).isEqualTo("TOKEN_REVOKED");
        }
    }
}
