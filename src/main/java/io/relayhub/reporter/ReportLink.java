package io.relayhub.reporter;

import io.relayhub.dial.HubAddress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection of a reporter. A ping every 30 s, and 45 s without its pong are the end, as the document of these
/// agents has it. Its methods are for the reporter's thread and block; the listener's are the network's.
final class ReportLink implements WebSocket.Listener {
    private static final Duration SEND_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int NETWORK = 1006;

    /// Signs of life.
    ///
    /// @param ping time between two pings
    /// @param pong without a pong for so long the connection is dead
    record Pulse(Duration ping, Duration pong) {
        static final Pulse DOCUMENTED = new Pulse(Duration.ofSeconds(30), Duration.ofSeconds(45));
    }

    /// How it ended, or why there was none.
    ///
    /// @param code      the WebSocket close code; 0 where there was no connection
    /// @param notBefore what the hub asks for
    record Ending(int code, String sentence, Duration notBefore) {
        static Ending broken(String sentence) {
            return new Ending(NETWORK, sentence, Duration.ZERO);
        }
    }

    private final HubAddress address;
    private final CountDownLatch closed;
    private final Pulse pulse;
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private volatile long lastPong = System.nanoTime();

    /// @param closed goes to 0 when the reporter is to end
    ReportLink(HubAddress address, CountDownLatch closed, Pulse pulse) {
        this.address = address;
        this.pulse = pulse;
        this.closed = closed;
    }

    /// @return null when it is open
    @Nullable
    Ending open(HttpClient http, String secret, String id, Duration within) throws InterruptedException {
        CompletableFuture<WebSocket> opening = http.newWebSocketBuilder()
                .connectTimeout(within)
                .header("X-AUTH-SECRET", secret)
                .header("X-SERVER-ID", id)
                .buildAsync(address.secretUri(), this);
        try {
            socket = opening.get(within.toMillis() * 2, TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            opening.cancel(true);
            return Ending.broken(address + " did not answer");
        } catch (ExecutionException e) {
            return refused(e.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : e.getCause());
        }
    }

    private Ending refused(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException answer) {
            int status = answer.getResponse().statusCode();
            String seconds =
                    answer.getResponse().headers().firstValue("Retry-After").orElse("");
            Duration notBefore = Duration.ofSeconds(seconds.matches("[0-9]{1,3}") ? Long.parseLong(seconds) : 0);
            String meaning = switch (status) {
                case 401 ->
                    "the hub does not know this id with this secret: compare --id and the secret with its relayhub.fleet";
                case 404 -> "there is nothing at this path; is the path of the URL right?";
                case 429 -> "too many attempts";
                case 503 -> "the hub is full or about to stop";
                default -> "the hub did not accept the connection";
            };
            return new Ending(0, meaning + " (HTTP " + status + ")", notBefore);
        }
        // Only the kind of failure: messages of the network's exceptions may quote the URL.
        String kind =
                cause == null ? "unknown" : cause.getClass().getSimpleName().replaceAll("Exception$", "");
        return new Ending(
                0,
                "no connection with " + address + " ("
                        + kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT) + ")",
                Duration.ZERO);
    }

    /// Sends a report now and at every interval, until it ends.
    Ending report(Supplier<String> reports, Duration interval) throws InterruptedException {
        WebSocket open = Objects.requireNonNull(socket, "opened before");
        long nextReport = System.nanoTime();
        long nextPing = nextReport + pulse.ping().toNanos();
        lastPong = nextReport;
        while (true) {
            long now = System.nanoTime();
            if (closed.getCount() == 0) {
                return leave(open);
            }
            if (now - lastPong >= pulse.pong().toNanos()) {
                open.abort();
                return Ending.broken("the hub has gone silent");
            }
            Ending failed = null;
            if (now - nextPing >= 0) {
                nextPing = now + pulse.ping().toNanos();
                failed = await(open.sendPing(ByteBuffer.allocate(0)), open);
            }
            if (failed == null && now - nextReport >= 0) {
                // A machine that slept sends one report and not all that it has missed.
                nextReport = Math.max(nextReport + interval.toNanos(), now);
                failed = await(open.sendText(reports.get(), true), open);
            }
            if (failed != null) {
                return ended.getNow(failed);
            }
            long pause = Math.clamp(nextReport - System.nanoTime(), 0, LOOK.toNanos());
            try {
                return ended.get(Math.max(1, pause), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Goes on.
            } catch (ExecutionException e) {
                throw new IllegalStateException("an ending never fails", e);
            }
        }
    }

    /// @return null when it has been sent
    private static @Nullable Ending await(CompletableFuture<WebSocket> sent, WebSocket open)
            throws InterruptedException {
        try {
            sent.get(SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return Ending.broken(
                    e.getCause() instanceof IOException ? "the connection broke" : "nothing can be sent any more");
        } catch (TimeoutException e) {
            open.abort();
            return Ending.broken("the hub takes nothing");
        }
    }

    private Ending leave(WebSocket open) throws InterruptedException {
        await(open.sendClose(WebSocket.NORMAL_CLOSURE, ""), open);
        try {
            ended.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            open.abort();
        }
        return Ending.broken("disconnected");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        // Hubs say nothing to reporters.
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        lastPong = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        String meaning = switch (code) {
            case 1001, 1012 -> "the hub is stopping or restarting";
            case 1008 -> "the hub no longer accepts this server";
            case 1009 -> "a report was larger than the hub allows";
            case 4001 -> "the hub heard nothing from here for too long";
            case 4409 -> "another reporter with the same id has taken over";
            default -> "the hub closed the connection";
        };
        ended.complete(new Ending(code, meaning + " (" + code + ")", Duration.ZERO));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.complete(Ending.broken("the connection broke"));
    }
}
