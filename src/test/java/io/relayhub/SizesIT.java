package io.relayhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.testing.Frames;
import io.relayhub.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ordinary sizes, many at once: nobody is closed for another's messages, and each request has its one outcome.
@Timeout(120)
class SizesIT {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final RelayHub HUB =
            RelayHub.builder().port(0).token("sizes-need-a-token").build();

    @BeforeAll
    static void start() {
        HUB.start();
    }

    @AfterAll
    static void stop() {
        HUB.close();
    }

    private static RawWebSocket dial(String role) {
        return RawWebSocket.connect(HUB.port(), "/ws?token=sizes-need-a-token&role=" + role);
    }

    private static String idOf(byte[] message) {
        Matcher id = ID.matcher(new String(message, 0, Math.min(100, message.length), StandardCharsets.US_ASCII));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static void answer(RawWebSocket connector, String id, int bytes) {
        connector.text("{\"id\":\"" + id + "\",\"success\":true,\"data\":\"" + "x".repeat(bytes) + "\"}");
    }

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> HUB.stats().connections() == 0);
    }

    @Test
    void anAgentThatAsksForTenTimesFiveMegabytesGetsThem() {
        try (var connector = dial("connector");
                var agent = dial("agent")) {
            var answering = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10; i++) {
                    answer(connector, idOf(connector.read().payload()), 5_000_000);
                }
            });
            for (int i = 0; i < 10; i++) {
                agent.text("{\"id\":\"" + i + "\",\"action\":\"screenshot\"}");
            }
            answering.join();
            List<String> answered = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Frames.Frame frame = agent.read(Frames.TEXT);
                answered.add(idOf(frame.payload()));
            }
            assertThat(answered).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        }
    }

    @Test
    void fourRequestsOfNineMegabytesCostTheConnectorNothing() {
        try (var connector = dial("connector");
                var large = dial("agent");
                var other = dial("agent")) {
            var sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 4; i++) {
                    large.text(
                            "{\"id\":\"" + i + "\",\"action\":\"upload\",\"data\":\"" + "x".repeat(9_000_000) + "\"}");
                }
            });
            for (int i = 0; i < 4; i++) {
                answer(connector, idOf(connector.read(Frames.TEXT).payload()), 10);
            }
            sending.join();
            for (int i = 0; i < 4; i++) {
                assertThat(large.read(Frames.TEXT).text()).contains("\"success\":true");
            }
            other.text("{\"id\":\"o\",\"action\":\"x\"}");
            answer(connector, idOf(connector.read(Frames.TEXT).payload()), 10);
            assertThat(other.read(Frames.TEXT).text()).startsWith("{\"id\":\"o\"");
        }
    }

    @Test
    void aConnectorThatReadsNothingIsFullForItsAgentsAndNobodyIsClosedForIt() {
        try (var mute = dial("connector");
                var agent = dial("agent")) {
            await().until(() -> HUB.stats().connectors() == 1);
            String request = "{\"id\":\"%d\",\"action\":\"upload\",\"data\":\"" + "x".repeat(9_000_000) + "\"}";
            int busy = 0;
            for (int i = 0; i < 12 && busy == 0; i++) {
                agent.text(request.formatted(i));
                agent.text("{\"id\":\"probe" + i + "\",\"action\":\"x\",\"connector\":\"nobody\"}");
                // Each probe is answered at once; a refusal of the request before it stands in front of that.
                String first = agent.read(Frames.TEXT).text();
                if (first.contains("CONNECTOR_BUSY")) {
                    busy++;
                    assertThat(first).contains("\"retryable\":true");
                } else {
                    assertThat(first).contains("CONNECTOR_NOT_FOUND");
                }
            }
            assertThat(busy).isEqualTo(1);
            assertThat(HUB.stats().connectors()).isEqualTo(1);
            assertThat(HUB.stats().agents()).isEqualTo(1);
            assertThat(mute.read(Frames.TEXT).payload()).hasSizeGreaterThan(9_000_000);
        }
    }
}
