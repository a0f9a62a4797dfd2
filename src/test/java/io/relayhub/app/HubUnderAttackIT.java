package io.relayhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.relayhub.testing.Frames;
import io.relayhub.testing.KeyStoreFile;
import io.relayhub.testing.RawWebSocket;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that want more than their share: what it costs them, and that it costs nobody else anything.
@Timeout(120)
class HubUnderAttackIT {
    private static final String TOKEN = "a-token-for-those-under-attack-0123";
    /// With what stands around it as long as a message may be.
    private static final String FILLING = "x".repeat((10 << 20) - 100);

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir
    private Path directory;

    private static String target(String role) {
        return "/ws?token=" + TOKEN + "&role=" + role;
    }

    private static RawWebSocket connector(int port, String id) {
        RawWebSocket connector = RawWebSocket.connect(port, target("connector"));
        connector.text("{\"type\":\"connector_hello\",\"connectorId\":\"" + id + "\"}");
        assertThat(connector.read(Frames.TEXT).text()).contains("welcome");
        return connector;
    }

    private static String idOf(Frames.Frame request) {
        byte[] payload = request.payload();
        Matcher id = ID.matcher(new String(payload, 0, Math.min(200, payload.length), StandardCharsets.US_ASCII));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static String line(RawWebSocket peer) {
        return peer.read(Frames.TEXT).text().strip();
    }

    /// Asks one connector again and again, until it is told to stop.
    ///
    /// @return the longest that it had to wait
    private static Duration askUntil(AtomicBoolean over, RawWebSocket agent, RawWebSocket connector, String id) {
        long longest = 0;
        for (int i = 0; !over.get(); i++) {
            long before = System.nanoTime();
            agent.text("{\"id\":\"" + i + "\",\"connector\":\"" + id + "\",\"action\":\"x\"}");
            connector.text("{\"id\":\"" + idOf(connector.read(Frames.TEXT)) + "\",\"success\":true}");
            assertThat(line(agent)).isEqualTo("{\"id\":\"" + i + "\",\"success\":true}");
            longest = Math.max(longest, System.nanoTime() - before);
        }
        return Duration.ofNanos(longest);
    }

    /// What a sender of ten megabytes may be told where there is no room for all of them.
    private static boolean isAnswerOrRefusal(String answer) {
        return answer.equals("answered")
                || answer.contains("CONNECTOR_BUSY")
                || answer.contains("ANSWER_DROPPED")
                || answer.contains("CONNECTOR_LOST")
                || answer.equals("1013");
    }

    private static String roundTrip(int port, String name) {
        try (RawWebSocket agent = RawWebSocket.connect(port, target("agent"))) {
            agent.text("{\"id\":\"" + name + "\",\"connector\":\"" + name + "\",\"action\":\"x\",\"data\":\"" + FILLING
                    + "\"}");
            Frames.Frame answer = agent.read();
            if (answer.opCode() == Frames.CLOSE) {
                return "" + answer.closeCode();
            }
            String text = answer.text().strip();
            String whole = "{\"id\":\"" + name + "\",\"success\":true,\"data\":\"" + FILLING + "\"}";
            return text.equals(whole) ? "answered" : text;
        }
    }

    private static void echo(RawWebSocket connector) {
        Frames.Frame frame = connector.read();
        if (frame.opCode() == Frames.TEXT) {
            connector.text("{\"id\":\"" + idOf(frame) + "\",\"success\":true,\"data\":\"" + FILLING + "\"}");
        }
    }

    /// Until its connection ends.
    private static void answerAll(RawWebSocket connector) {
        try {
            while (true) {
                String request = connector.read(Frames.TEXT).text();
                connector.text(request.replaceFirst(",\"connector\":.*\"data\"", ",\"success\":true,\"data\""));
            }
        } catch (UncheckedIOException over) {
            // The test has closed it.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx512m", "-Xmx256m"})
    void fourRoundTripsOfTenMebibytesAtOnceCostNobodyElseAnything(String heap) throws Exception {
        try (HubProcess hub = HubProcess.start(directory, Map.of("MTOP_DEVTOOLS_TOKEN", TOKEN), heap);
                ExecutorService threads = Executors.newCachedThreadPool();
                RawWebSocket calm = connector(hub.port(), "calm");
                RawWebSocket asker = RawWebSocket.connect(hub.port(), target("agent"))) {
            AtomicBoolean over = new AtomicBoolean();
            Future<Duration> waited = threads.submit(() -> askUntil(over, asker, calm, "calm"));
            List<RawWebSocket> connectors = new ArrayList<>();
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "large" + i;
                RawWebSocket connector = connector(hub.port(), name);
                connectors.add(connector);
                threads.execute(() -> echo(connector));
                answers.add(threads.submit(() -> roundTrip(hub.port(), name)));
            }
            for (Future<String> answer : answers) {
                String told = answer.get();
                if (heap.equals("-Xmx512m")) {
                    assertThat(told).isEqualTo("answered");
                } else {
                    assertThat(told).matches(HubUnderAttackIT::isAnswerOrRefusal);
                }
            }
            over.set(true);
            assertThat(waited.get()).isLessThan(Duration.ofSeconds(5));
            assertThat(hub.output()).doesNotContain("OutOfMemory");
            connectors.forEach(RawWebSocket::close);
        }
    }

    /// More threads read than this machine has cores: four selectors, and peers that all talk to each other.
    @Test
    void aHubOnFourProcessorsMixesNothingUp() throws Exception {
        try (HubProcess hub = HubProcess.start(
                        directory, Map.of("MTOP_DEVTOOLS_TOKEN", TOKEN), "-XX:ActiveProcessorCount=4");
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<RawWebSocket> peers = new ArrayList<>();
            List<Future<?>> work = new ArrayList<>();
            for (int c = 0; c < 8; c++) {
                RawWebSocket connector = connector(hub.port(), "c" + c);
                peers.add(connector);
                threads.execute(() -> answerAll(connector));
            }
            for (int a = 0; a < 8; a++) {
                RawWebSocket agent = RawWebSocket.connect(hub.port(), target("agent"));
                peers.add(agent);
                String name = "agent" + a;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        String rest = "\"data\":\"" + (name + "-" + i + ";").repeat(1 + i % 50 * 20) + "\"}";
                        agent.text("{\"id\":" + i + ",\"connector\":\"c" + i % 8 + "\",\"action\":\"x\"," + rest);
                        assertThat(line(agent)).isEqualTo("{\"id\":" + i + ",\"success\":true," + rest);
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
            peers.forEach(RawWebSocket::close);
        }
    }

    @Test
    void whatIsQueuedForATlsPeerLeavesWithTheHub() throws Exception {
        KeyStoreFile store = KeyStoreFile.create(directory);
        try (HubProcess hub = HubProcess.start(directory, Map.of("MTOP_DEVTOOLS_TOKEN", TOKEN), store.bundle());
                RawWebSocket connector = store.dial(hub.port());
                RawWebSocket agent = store.dial(hub.port())) {
            assertThat(connector.handshake(target("connector")).status()).isEqualTo(101);
            connector.text("{\"type\":\"connector_hello\"}");
            connector.read(Frames.TEXT);
            assertThat(agent.handshake(target("agent")).status()).isEqualTo(101);
            for (int i = 0; i < 8; i++) {
                agent.text("{\"id\":" + i + ",\"action\":\"x\"}");
                String id = idOf(connector.read(Frames.TEXT));
                connector.text(
                        "{\"id\":\"" + id + "\",\"success\":true,\"data\":\"" + ("" + i).repeat(1_000_000) + "\"}");
            }
            // All have arrived when this is answered.
            connector.text("{\"type\":\"ping\",\"timestamp\":1}");
            assertThat(connector.read(Frames.TEXT).text()).contains("pong");
            hub.terminate();
            for (int i = 0; i < 8; i++) {
                String answer = "{\"id\":" + i + ",\"success\":true,\"data\":\"" + ("" + i).repeat(1_000_000) + "\"}";
                assertThat(line(agent).equals(answer)).isTrue();
            }
            assertThat(agent.read(Frames.CLOSE).closeReason()).startsWith("DRAIN");
            agent.close(1012, "");
            assertThat(hub.exit(Duration.ofSeconds(25))).isEqualTo(128 + 15);
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Parts and answers that nobody asked for, and parts of an answer that its agent does not read.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"progress\",\"id\":\"%s\",\"data\":\"xxxxxxxxxxxxxxxxxxxx\"}",
                "{\"type\":\"progress\",\"id\":\"unknown-%s\",\"data\":1}",
                "{\"id\":\"unknown-%s\",\"success\":true}",
            })
    void aConnectorThatFloodsDelaysNobodyAndLeavesNothingBehind(String line) throws Exception {
        try (Hub hub = Hub.start("relayhub.token=" + TOKEN, "relayhub.outbound-queue-size=1MB");
                ExecutorService threads = Executors.newCachedThreadPool();
                RawWebSocket calm = connector(hub.port(), "calm");
                RawWebSocket asker = RawWebSocket.connect(hub.port(), target("agent"));
                RawWebSocket deaf = RawWebSocket.connect(hub.port(), target("agent"));
                RawWebSocket flood = connector(hub.port(), "flood")) {
            deaf.text("{\"id\":\"d\",\"connector\":\"flood\",\"action\":\"x\"}");
            String id = idOf(flood.read(Frames.TEXT));
            byte[] message = Frames.text(Frames.Side.CLIENT, line.formatted(id));
            byte[] block = new byte[1_000 * message.length];
            for (int i = 0; i < 1_000; i++) {
                System.arraycopy(message, 0, block, i * message.length, message.length);
            }
            AtomicBoolean over = new AtomicBoolean();
            long before = heapAfterCollection();
            Future<Duration> waited = threads.submit(() -> askUntil(over, asker, calm, "calm"));
            for (int i = 0; i < 100; i++) {
                flood.raw(block);
            }
            flood.text("{\"type\":\"ping\",\"timestamp\":1}");
            assertThat(flood.read(Frames.TEXT).text()).contains("pong");
            over.set(true);
            assertThat(waited.get()).isLessThan(Duration.ofSeconds(2));
            await().untilAsserted(() -> assertThat(heapAfterCollection()).isLessThan(before + (8 << 20)));
        }
    }
}
