package io.relayhub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.relayhub.link.ErrorCode;
import io.relayhub.link.Identity;
import io.relayhub.link.Role;
import io.relayhub.relay.facts.RelayListener.Orphan;
import io.relayhub.websocket.Peer;
import io.relayhub.websocket.connection.Initiator;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Lines that the two listeners write, as the key-values that structured output carries.
class LogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.relayhub.telemetry");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RelayTelemetry relay = new RelayTelemetry(registry, InstantSource.system());
    private final SocketTelemetry sockets = new SocketTelemetry(registry, Map.of());

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void aPeerIsSeenToComeAndGoAtInfo() {
        sockets.opened(new Peer("s1", "relay", null), new Identity("laptops", "acme", Set.of(Role.CONNECTOR), null));
        relay.joined("s1", "connector", "mac-1");
        sockets.closed(new Peer("s1", "relay", "CONNECTOR"), 1000, Initiator.PEER);

        assertThat(lines.list)
                .extracting(LogTest::text)
                .containsExactly(
                        "INFO connected session=s1 endpoint=relay identity=laptops tenant=acme",
                        "INFO joined session=s1 role=CONNECTOR party=mac-1",
                        "INFO disconnected session=s1 endpoint=relay role=CONNECTOR reason=1000 initiator=PEER");
    }

    @Test
    void requestsAreSeenAtDebugOnly() {
        relay.answered("s1", 2_000_000, true);
        relay.refused("s1", ErrorCode.REQUEST_TIMEOUT, 3_000_000);
        relay.orphaned("s2", Orphan.LATE);
        relay.abandoned("s1");
        sockets.handshake("relay", Handshake.AUTH_FAILED);
        sockets.handshake("relay", Handshake.ACCEPTED);

        assertThat(lines.list)
                .extracting(LogTest::text)
                .containsExactly(
                        "DEBUG request answered session=s1 success=true ms=2",
                        "DEBUG request refused session=s1 reason=REQUEST_TIMEOUT ms=3",
                        "DEBUG answer dropped session=s2 reason=LATE",
                        "DEBUG request abandoned, its agent has gone session=s1",
                        "DEBUG handshake refused endpoint=relay reason=AUTH_FAILED");
    }

    @Test
    void aConnectorsNameCannotForgeALine() {
        relay.joined("s1", "connector", "mac\r\n2026 INFO \u001b[31mjoined\u2028x\u202e\"y");

        assertThat(text(lines.list.getFirst()))
                .isEqualTo("INFO joined session=s1 role=CONNECTOR party=mac??2026 INFO ?[31mjoined?x??y");
    }

    @Test
    void aBugIsLoggedWithItsFramesAndWithoutItsMessages() {
        sockets.failed("s1", "ref-1", new IllegalStateException("payload", new NumberFormatException("payload")));

        ILoggingEvent line = lines.list.getFirst();
        assertThat(text(line)).isEqualTo("ERROR a bug of the hub ended a conversation session=s1 ref=ref-1");
        assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy()))
                .contains("java.lang.IllegalStateException")
                .contains("java.lang.NumberFormatException")
                .contains("LogTest.aBugIsLoggedWithItsFramesAndWithoutItsMessages")
                .doesNotContain("payload");
    }

    private static String text(ILoggingEvent line) {
        String values = line.getKeyValuePairs().stream()
                .map(pair -> " " + pair.key + "=" + pair.value)
                .collect(Collectors.joining());
        return line.getLevel() + " " + line.getFormattedMessage() + values;
    }
}
