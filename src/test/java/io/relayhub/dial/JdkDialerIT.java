package io.relayhub.dial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.relayhub.link.json.Envelope;
import io.relayhub.testing.Frames;
import io.relayhub.testing.Frames.Side;
import io.relayhub.testing.ScriptedHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JdkDialerIT {
    private static final int LIMIT = 1024 * 1024;

    private final JdkDialer dialer = new JdkDialer(Timers.real(), Duration.ofSeconds(2), LIMIT);
    private final Hearing hearing = new Hearing();
    private @Nullable ScriptedHub running;

    @BeforeEach
    void start() throws IOException {
        running = ScriptedHub.start();
    }

    @AfterEach
    void stop() throws IOException {
        dialer.close();
        hub().close();
    }

    private ScriptedHub hub() {
        return java.util.Objects.requireNonNull(running);
    }

    private Wire dial(String query) throws Exception {
        Wire wire = dialer.dial(HubAddress.parse(hub().url(query).toString())).get();
        wire.listen(hearing);
        return wire;
    }

    private Disconnect refused() {
        return refused(hub().url("token=CANARY").toString());
    }

    private Disconnect refused(String url) {
        CompletableFuture<Wire> attempt = dialer.dial(HubAddress.parse(url));
        try {
            throw new AssertionError("connected: " + attempt.get());
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(DialException.class).hasNoCause();
            assertThat(e.toString()).doesNotContain("CANARY");
            return ((DialException) java.util.Objects.requireNonNull(e.getCause())).ending();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokenIsSentWhereItWasGiven() throws Exception {
        dial("token=CANARY");
        hub().next();
        assertThat(hub().heads().getFirst()).contains("GET /ws?token=CANARY").doesNotContain("Authorization");
        dialer.dial(HubAddress.parse(hub().url("").toString()).withToken("CANARY"))
                .get()
                .close(new Disconnect.Left());
        assertThat(hub().heads().getLast()).contains("GET /ws HTTP").contains("Authorization: Bearer CANARY");
    }

    @Test
    void linesComeWholeHoweverTheyAreCut() throws Exception {
        dial("");
        ScriptedHub.Peer peer = hub().next();
        byte[] text = "{\"a\":\"\u00e4\u20ac\ud83d\ude00\"}\n{\"b\":1}\n{\"c\"".getBytes(UTF_8);
        for (int i = 0; i < text.length; i++) {
            peer.write(Frames.frame(
                    Side.SERVER,
                    (i == text.length - 1 ? Frames.FIN : 0) | (i == 0 ? Frames.TEXT : Frames.CONTINUATION),
                    new byte[] {text[i]}));
        }
        peer.write(Frames.text(Side.SERVER, ":2}\n"));
        peer.write(Frames.frame(Side.SERVER, Frames.FIN | Frames.BINARY, "{\"d\":3}".getBytes(UTF_8)));
        assertThat(hearing.lines(4))
                .containsExactly("{\"a\":\"\u00e4\u20ac\ud83d\ude00\"}", "{\"b\":1}", "{\"c\":2}", "{\"d\":3}");
    }

    @Test
    void largeMessagesComeWhole() throws Exception {
        dial("");
        ScriptedHub.Peer peer = hub().next();
        String big = "{\"data\":\"" + "x".repeat(900_000) + "\"}";
        peer.say(big);
        assertThat(hearing.lines(1)).containsExactly(big);
    }

    @Test
    void messageOverTheLimitEndsTheConnection() throws Exception {
        dial("");
        hub().next().say("{\"data\":\"" + "x".repeat(LIMIT) + "\"}");
        assertThat(hearing.end().sentence()).contains("over the limit");
    }

    @Test
    void sendsOfManyThreadsNeverMix() throws Exception {
        Wire wire = dial("");
        ScriptedHub.Peer peer = hub().next();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String line = ("" + t).repeat(3000) + "\n";
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 50; i++) {
                    wire.post(line.getBytes(UTF_8));
                }
            }));
        }
        for (int i = 0; i < 400; i++) {
            assertThat(peer.line()).hasSize(3000).matches("(.)\\1+");
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // The last line may have arrived before its sender has heard that it left.
        await().until(() -> wire.queuedBytes() == 0);
    }

    @Test
    void protocolPingsAreAnsweredAndCountAsHeard() throws Exception {
        dial("");
        ScriptedHub.Peer peer = hub().next();
        peer.write(Frames.frame(Side.SERVER, Frames.FIN | Frames.PING, new byte[] {7}));
        assertThat(peer.frame().opCode()).isEqualTo(Frames.PONG);
        // The answer leaves before the listener is told.
        await().until(() -> hearing.heard);
    }

    @Test
    void closeCodeAndReasonAreTold() throws Exception {
        dial("");
        hub().next().close(1012, "DRAIN retry_ms=250");
        assertThat(hearing.end()).isEqualTo(new Disconnect.Closed(1012, "DRAIN retry_ms=250"));
    }

    @Test
    void connectionThatIsCutOffIsTold() throws Exception {
        Wire wire = dial("");
        hub().next().cut();
        assertThat(hearing.end()).isInstanceOf(Disconnect.Broken.class);
        assertThatThrownBy(() -> wire.send("x\n".getBytes(UTF_8)).get()).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void closingSaysGoodbyeAfterWhatIsQueued() throws Exception {
        Wire wire = dial("");
        ScriptedHub.Peer peer = hub().next();
        wire.post(("x".repeat(500_000) + "\n").getBytes(UTF_8));
        wire.close(new Disconnect.Left());
        assertThat(peer.line()).hasSize(500_000);
        assertThat(peer.frame().closeCode()).isEqualTo(1000);
        assertThat(hearing.end()).isInstanceOf(Disconnect.Left.class);
    }

    @Test
    void refusalTellsStatusAndRetryAfter() {
        hub().refuse("503 Service Unavailable\r\nRetry-After: 3");
        assertThat(refused()).isEqualTo(new Disconnect.Refused(503, Duration.ofSeconds(3)));
        hub().refuse("401 Unauthorized");
        assertThat(refused().terminal()).isTrue();
    }

    @Test
    void nobodyThereIsSaidInASentence() throws Exception {
        // A port that is taken, so that nobody else can listen there meanwhile.
        try (var bound = new java.net.Socket()) {
            bound.bind(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0));
            assertThat(refused("ws://127.0.0.1:" + bound.getLocalPort() + "/ws?token=CANARY")
                            .sentence())
                    .startsWith("nobody listens at ws://127.0.0.1:")
                    .endsWith("running there?");
        }
    }

    @Test
    void hubThatNeverAnswersTheHandshakeIsGivenUp() throws Exception {
        try (java.net.ServerSocket mute = new java.net.ServerSocket(0)) {
            CompletableFuture<Wire> attempt =
                    dialer.dial(HubAddress.parse("ws://127.0.0.1:" + mute.getLocalPort() + "/ws?token=CANARY"));
            assertThatThrownBy(attempt::get)
                    .hasMessageContaining("did not answer within 2 s")
                    .hasMessageNotContaining("CANARY");
        }
    }

    private static final class Hearing implements Wire.Listener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final CompletableFuture<Disconnect> end = new CompletableFuture<>();
        private volatile boolean heard;

        @Override
        public void heard() {
            heard = true;
        }

        @Override
        public void line(Envelope line) {
            lines.add(new String(line.array(), line.from(), line.to() - line.from(), UTF_8));
        }

        @Override
        public void garbage() {
            lines.add("garbage");
        }

        @Override
        public void ended(Disconnect ending) {
            end.complete(ending);
        }

        List<String> lines(int count) throws InterruptedException {
            List<String> all = new ArrayList<>();
            while (all.size() < count) {
                String line = lines.poll(10, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError("only " + all);
                }
                all.add(line);
            }
            return all;
        }

        Disconnect end() throws Exception {
            return end.get(10, TimeUnit.SECONDS);
        }
    }
}
