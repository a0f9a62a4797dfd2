package io.relayhub.connector.nativehost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.Field;
import io.relayhub.link.json.Envelope;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The provider, the host and an extension that a test plays, over a real Unix socket.
@Timeout(30)
class NativeHostIT {
    @TempDir
    private Path home = Path.of("");

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private Provider provider = new Closed();

    @BeforeEach
    void open() throws Exception {
        provider = new NativeHostFactory().open(new ProviderOptions(home, Map.of(), notices::add));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private CompletableFuture<Json> ask(Call call) {
        CompletableFuture<Json> answer = new CompletableFuture<>();
        call.thread = Thread.ofVirtual().start(() -> {
            try {
                answer.complete(provider.handle(call));
            } catch (ActionException | InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static String text(CompletableFuture<Json> answer) throws Exception {
        return new String(answer.get().utf8(), UTF_8);
    }

    private static ActionException failure(CompletableFuture<Json> answer) {
        Throwable thrown = catchThrowableOfType(java.util.concurrent.ExecutionException.class, answer::get);
        return (ActionException) Objects.requireNonNull(thrown.getCause());
    }

    @Test
    void withoutAHostTheAnswerSaysSo() {
        ActionException failure = failure(ask(new Call("get_logs", "{}")));
        assertThat(failure.code()).isEqualTo("UNAVAILABLE");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.sentence()).contains("native-host.sock", "is the browser running", "--chrome");
    }

    @Test
    void requestsAndAnswersPassAsTheyCame() throws Exception {
        try (Extension extension = new Extension(home)) {
            CompletableFuture<Json> one = ask(new Call("get_logs", "{ \"limit\":1.0e1 }"));
            CompletableFuture<Json> two = ask(new Call("tab_list", "null"));
            Envelope first = extension.next("get_logs");
            assertThat(first.raw(Field.DATA)).isEqualTo("{ \"limit\":1.0e1 }".getBytes(UTF_8));
            Envelope second = extension.next("tab_list");
            extension.answer(second, ",\"success\":true,\"data\":[\n2 ]");
            extension.answer(first, ",\"success\":true,\"data\":\"\\u00e4\"");
            assertThat(text(one)).isEqualTo("\"\\u00e4\"");
            assertThat(text(two)).isEqualTo("[ 2 ]");
        }
    }

    @Test
    void errorsOfTheExtensionKeepTheirCode() throws Exception {
        try (Extension extension = new Extension(home)) {
            CompletableFuture<Json> answer = ask(new Call("x", "{}"));
            extension.answer(extension.next("x"), ",\"success\":false,\"error\":\"no tab\",\"errorCode\":\"NO_TAB\"");
            assertThat(failure(answer).code()).isEqualTo("NO_TAB");
            assertThat(failure(answer).sentence()).isEqualTo("no tab");
        }
    }

    @Test
    void progressComesThrough() throws Exception {
        try (Extension extension = new Extension(home)) {
            Call call = new Call("x", "{}");
            CompletableFuture<Json> answer = ask(call);
            Envelope request = extension.next("x");
            extension.answer(request, ",\"type\":\"progress\",\"data\":1");
            extension.answer(request, ",\"success\":true,\"data\":2");
            assertThat(text(answer)).isEqualTo("2");
            assertThat(call.parts).containsExactly("1");
        }
    }

    @Test
    void cancelReachesTheExtension() throws Exception {
        try (Extension extension = new Extension(home)) {
            Call call = new Call("x", "{}");
            CompletableFuture<Json> answer = ask(call);
            Envelope request = extension.next("x");
            Objects.requireNonNull(call.thread).interrupt();
            Envelope cancel = extension.next("");
            assertThat(cancel.text(Field.TYPE)).isEqualTo("cancel");
            assertThat(cancel.raw(Field.ID)).isEqualTo(request.raw(Field.ID));
            assertThat(answer).isCompletedExceptionally();
            CompletableFuture<Json> other = ask(new Call("y", "{}"));
            extension.answer(extension.next("y"), ",\"success\":true,\"data\":3");
            assertThat(text(other)).as("the connection survives").isEqualTo("3");
        }
    }

    @Test
    void deadlineThatTheProviderSeesFirstIsACancelToo() throws Exception {
        try (Extension extension = new Extension(home)) {
            Call call = new Call("x", "{}");
            call.remaining = Duration.ofMillis(200);
            CompletableFuture<Json> answer = ask(call);
            Envelope request = extension.next("x");
            Envelope cancel = extension.next("");
            assertThat(cancel.text(Field.TYPE)).isEqualTo("cancel");
            assertThat(cancel.raw(Field.ID)).isEqualTo(request.raw(Field.ID));
            assertThat(failure(answer).code()).isEqualTo("TIMEOUT");
        }
    }

    @Test
    void hostThatGoesLosesItsRequestsAndTheNextHostIsFound() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (Extension extension = new Extension(home)) {
                CompletableFuture<Json> lost = ask(new Call("x", "{}"));
                extension.next("x");
                extension.leave();
                assertThat(failure(lost).code()).isEqualTo("LOST");
                assertThat(failure(ask(new Call("x", "{}"))).code()).isEqualTo("UNAVAILABLE");
            }
        }
        assertThat(notices).hasSize(6);
        assertThat(Files.exists(SocketPath.in(home))).isFalse();
    }

    @Test
    void newerHostTakesOverAndOlderOneLeavesItAlone() throws Exception {
        try (Extension older = new Extension(home);
                Extension newer = new Extension(home)) {
            older.leave();
            CompletableFuture<Json> answer = ask(new Call("x", "{}"));
            newer.answer(newer.next("x"), ",\"success\":true,\"data\":1");
            assertThat(text(answer)).isEqualTo("1");
        }
    }

    @Test
    void twoConnectorsWithTheSameIdsDoNotMix() throws Exception {
        try (Extension extension = new Extension(home);
                Provider other = new NativeHostFactory().open(new ProviderOptions(home, Map.of(), notices::add))) {
            CompletableFuture<Json> mine = ask(new Call("mine", "{}"));
            Provider own = provider;
            provider = other;
            CompletableFuture<Json> theirs = ask(new Call("theirs", "{}"));
            provider = own;
            extension.answer(extension.next("theirs"), ",\"success\":true,\"data\":\"t\"");
            extension.answer(extension.next("mine"), ",\"success\":true,\"data\":\"m\"");
            assertThat(text(mine)).isEqualTo("\"m\"");
            assertThat(text(theirs)).isEqualTo("\"t\"");
        }
    }

    @Test
    void requestOverOneMegabyteIsRefusedByTheHost() throws Exception {
        try (Extension extension = new Extension(home)) {
            String fits = "\"" + "x".repeat(NativeMessages.MAX_TO_EXTENSION - 200) + "\"";
            CompletableFuture<Json> small = ask(new Call("fits", fits));
            extension.answer(extension.next("fits"), ",\"success\":true,\"data\":1");
            assertThat(text(small)).isEqualTo("1");
            String over = "\"" + "x".repeat(NativeMessages.MAX_TO_EXTENSION) + "\"";
            assertThat(failure(ask(new Call("big", over))).code()).isEqualTo("TOO_LARGE");
        }
    }

    @Test
    void answerOfManyMegabytesComesBack() throws Exception {
        try (Extension extension = new Extension(home)) {
            CompletableFuture<Json> answer = ask(new Call("x", "{}"));
            String big = "\"" + "y".repeat(8 * 1024 * 1024) + "\"";
            extension.answer(extension.next("x"), ",\"success\":true,\"data\":" + big);
            assertThat(text(answer)).isEqualTo(big);
        }
    }

    @Test
    void socketIsForThisUserOnly() throws Exception {
        try (Extension _ = new Extension(home)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SocketPath.in(home))))
                    .isEqualTo("rw-------");
        }
    }

    /// What a browser does with its extension: the other end of the host's two streams.
    private static final class Extension implements AutoCloseable {
        private final PipedOutputStream toHost = new PipedOutputStream();
        private final NativeMessages messages;
        private final NativeHost host;
        private final Thread running;
        private final List<Envelope> heard = new CopyOnWriteArrayList<>();

        Extension(Path home) throws IOException {
            PipedOutputStream fromHost = new PipedOutputStream();
            this.messages = new NativeMessages(new PipedInputStream(fromHost, 1 << 21), toHost);
            this.host = NativeHost.open(new PipedInputStream(toHost, 1 << 21), fromHost, SocketPath.in(home));
            this.running = Thread.ofPlatform().daemon().start(() -> {
                try (host) {
                    host.run();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (byte[] message = messages.read(); message != null; message = messages.read()) {
                        heard.add(Objects.requireNonNull(Envelope.parse(message, Field.MEMBERS)));
                    }
                } catch (IOException e) {
                    // The pipe's writer ended with the host.
                }
            });
        }

        /// The request with this action, or, without one, the first message that has none.
        Envelope next(String action) {
            await().until(() -> heard.stream().anyMatch(message -> matches(message, action)));
            Envelope found = heard.stream()
                    .filter(message -> matches(message, action))
                    .findFirst()
                    .orElseThrow();
            heard.remove(found);
            return found;
        }

        private static boolean matches(Envelope message, String action) {
            return action.isEmpty() ? !message.has(Field.ACTION) : action.equals(message.text(Field.ACTION));
        }

        void answer(Envelope request, String rest) throws IOException {
            byte[] json = ("{\"id\":\"" + request.text(Field.ID) + "\"" + rest + "}").getBytes(UTF_8);
            // In the direction to the host a message may be far larger than 1 MB.
            synchronized (toHost) {
                toHost.write(java.nio.ByteBuffer.allocate(4)
                        .order(java.nio.ByteOrder.nativeOrder())
                        .putInt(json.length)
                        .array());
                toHost.write(json);
                toHost.flush();
            }
        }

        @Override
        public void close() throws IOException {
            leave();
        }

        /// The browser ends, and with it the host.
        void leave() throws IOException {
            toHost.close();
            try {
                running.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Call implements ActionCall {
        private final String action;
        private final String data;
        private final List<String> parts = new CopyOnWriteArrayList<>();
        private volatile @org.jspecify.annotations.Nullable Thread thread;
        private volatile Duration remaining = Duration.ofSeconds(20);

        Call(String action, String data) {
            this.action = action;
            this.data = data;
        }

        @Override
        public String action() {
            return action;
        }

        @Override
        public Json data() {
            return Json.raw(data.getBytes(UTF_8));
        }

        @Override
        public Duration remaining() {
            return remaining;
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(Json part) {
            parts.add(new String(part.utf8(), UTF_8));
        }
    }

    private static final class Closed implements Provider {
        @Override
        public io.relayhub.connector.spi.Actions actions() {
            return io.relayhub.connector.spi.Actions.any();
        }

        @Override
        public Json handle(ActionCall call) {
            throw new IllegalStateException("not opened");
        }

        @Override
        public void close() {}
    }
}
