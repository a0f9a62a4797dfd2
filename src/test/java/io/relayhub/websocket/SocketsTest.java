package io.relayhub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Role;
import io.relayhub.testing.Frames;
import io.relayhub.websocket.connection.Initiator;
import io.relayhub.websocket.handshake.Entrance;
import io.relayhub.websocket.handshake.Reservation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Time, told by the test: sockets over byte arrays, no network and no thread.
class SocketsTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(90);
    private static final Capacity CAPACITY = Capacity.defaults();
    private static final Endpoint ENDPOINT = new Endpoint(
            "test",
            SocketSettings.defaults(),
            Entrance.forTokens(credential -> null, identity -> true),
            (session, now) -> new TestHub.Echo(session));

    private final Facts facts = new Facts();
    private final Sockets sockets =
            new Sockets(CAPACITY, CAPACITY.newAssemblyBudget(), facts, () -> this.now, InstantSource.system());
    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final ByteArrayEndPoint endPoint = new ByteArrayEndPoint(new byte[0], 64 * 1024);
    private long now;

    @BeforeEach
    void open() throws Exception {
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Socket socket(@Nullable Instant expiresAt) {
        return socket(expiresAt, endPoint);
    }

    private Socket socket(@Nullable Instant expiresAt, ByteArrayEndPoint endPoint) {
        var identity = new Identity("test", "default", Set.of(Role.AGENT), expiresAt);
        Reservation reservation = Objects.requireNonNull(sockets.places().take(identity, Map.of()));
        var connection = new SocketConnection(endPoint, connector.getExecutor(), sockets);
        var socket = new Socket(
                reservation,
                sockets,
                connection.wire(),
                connector.getExecutor(),
                ENDPOINT,
                new DialectHandler(ENDPOINT, InstantSource.system()));
        connection.serve(socket);
        sockets.add(socket);
        endPoint.setConnection(connection);
        socket.open();
        connection.onOpen();
        return socket;
    }

    /// Ticks ten times a second until so much time has passed.
    private void pass(Duration duration) {
        long end = now + duration.toNanos();
        while (now < end) {
            now += Duration.ofMillis(100).toNanos();
            sockets.onTick(now);
        }
    }

    private int closeCode() {
        return closeCode(endPoint);
    }

    private static int closeCode(ByteArrayEndPoint endPoint) {
        ByteBuffer output = endPoint.takeOutput();
        while (output.hasRemaining()) {
            int opCode = output.get() & 0x0F;
            int length = output.get() & 0x7F;
            if (opCode == Frames.CLOSE) {
                return output.getShort() & 0xFFFF;
            }
            output.position(output.position() + length);
        }
        return 0;
    }

    @Test
    void aSilentPeerIsClosedAfterTheTimeoutAndCutTwoSecondsLater() {
        socket(null);
        pass(HEARTBEAT.minusSeconds(1));
        assertThat(closeCode()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(closeCode()).isEqualTo(4001);
        assertThat(facts.silent).hasValue(1);
        assertThat(sockets.count()).isEqualTo(1);
        pass(Duration.ofMillis(2100));
        assertThat(endPoint.isOpen()).isFalse();
        assertThat(sockets.count()).isZero();
        TestHub.await(() -> facts.closed.contains(new Facts.Closed(4001, Initiator.HUB)));
    }

    @Test
    void aHubThatWasPausedGrantsEverybodyAFullWindow() {
        socket(null);
        pass(Duration.ofSeconds(80));
        now += Duration.ofSeconds(100).toNanos();
        sockets.onTick(now);
        pass(HEARTBEAT.minusSeconds(1));
        assertThat(closeCode()).isZero();
        pass(Duration.ofSeconds(2));
        assertThat(closeCode()).isEqualTo(4001);
    }

    @Test
    void aTickThatIsALittleLateExcusesNobody() {
        socket(null);
        pass(Duration.ofSeconds(85));
        now += Duration.ofSeconds(8).toNanos();
        sockets.onTick(now);
        assertThat(closeCode()).isEqualTo(4001);
    }

    @Test
    void aQuietConnectionIsPingedAfterTheInterval() {
        socket(null);
        pass(Duration.ofSeconds(24));
        assertThat(endPoint.takeOutput().hasRemaining()).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(endPoint.takeOutput().get() & 0x0F).isEqualTo(Frames.PING);
    }

    @Test
    void anIdentityThatExpiresEndsItsConnections() {
        socket(Instant.now().plusSeconds(20));
        pass(Duration.ofSeconds(19));
        assertThat(closeCode()).isZero();
        pass(Duration.ofSeconds(2));
        assertThat(closeCode()).isEqualTo(1008);
    }

    @Test
    void aConnectionThatEndsByItselfGivesItsPlaceBack() {
        socket(null);
        endPoint.close();
        pass(Duration.ofMillis(100));
        assertThat(sockets.count()).isZero();
        TestHub.await(() -> facts.closed.contains(new Facts.Closed(1006, Initiator.NETWORK)));
    }

    @Test
    void aBugAtOnePeerKeepsNoOtherFromItsTime() {
        Socket broken = socket(null);
        var others = new ByteArrayEndPoint(new byte[0], 64 * 1024);
        socket(null, others);
        facts.failAtHeartbeatOf = broken.session().id();
        pass(HEARTBEAT);
        assertThat(closeCode(endPoint)).isEqualTo(1011);
        assertThat(closeCode(others)).isEqualTo(4001);
        assertThat(facts.failure).hasValueMatching(failure -> failure instanceof IllegalStateException);
    }

    @Test
    void closeAllLeavesOpenWhatItIsToldToLeave() {
        socket(null);
        sockets.closeAll(session -> null);
        assertThat(closeCode()).isZero();
        sockets.closeAll(session -> Closing.retryAfter(CloseReason.DRAIN, 1));
        assertThat(closeCode()).isEqualTo(1012);
    }

    @Test
    void aClosingSessionTakesNoMessageAndOnlyTheFirstCloseCounts() {
        Socket socket = socket(null);
        socket.session().close(Closing.because(CloseReason.REPLACED));
        socket.session().close(Closing.because(CloseReason.NORMAL));
        assertThat(socket.session().send(Message.text("late"))).isEqualTo(Delivery.CLOSED);
        assertThat(closeCode()).isEqualTo(4409);
    }

    @Test
    void noTextFormShowsAPayloadOrAParameter() {
        Socket socket = socket(null);
        assertThat(new HandlerSession.Arrived(Message.text("canary")).toString())
                .doesNotContain("canary");
        assertThat(socket.toString()).isEqualTo(socket.session().id());
    }
}
