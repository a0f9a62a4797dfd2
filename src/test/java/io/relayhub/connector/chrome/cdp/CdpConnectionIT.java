package io.relayhub.connector.chrome.cdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Against a scripted browser that speaks WebSocket by hand.
@Timeout(30)
class CdpConnectionIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private ScriptedBrowser browser;
    private CdpConnection connection;

    @BeforeEach
    void connect() throws Exception {
        browser = new ScriptedBrowser();
        CompletableFuture<CdpConnection> opening = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                opening.complete(CdpConnection.open(
                        http,
                        URI.create("ws://127.0.0.1:" + browser.port() + "/devtools/browser/x"),
                        soon(),
                        new CdpListener() {
                            @Override
                            public void onEvent(CdpEvent event) {
                                events.add(event.session() + " " + event.method());
                            }

                            @Override
                            public void onClosed() {
                                closed.countDown();
                            }
                        }));
            } catch (CdpException | InterruptedException e) {
                opening.completeExceptionally(e);
            }
        });
        browser.accept();
        connection = opening.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
        browser.close();
        http.shutdownNow();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private CompletableFuture<JsonNode> ask(String session, String method) {
        return connection.send(session, method, CdpConnection.object());
    }

    private static CdpException failure(CompletableFuture<JsonNode> answer) {
        return assertThrows(CdpException.class, () -> CdpConnection.await(answer, "it", soon()));
    }

    @Test
    void answersFindTheirCommandInAnyOrder() throws Exception {
        CompletableFuture<JsonNode> one = ask("s1", "A.a");
        CompletableFuture<JsonNode> two = ask(CdpConnection.BROWSER, "B.b");
        assertEquals("{\"id\":1,\"method\":\"A.a\",\"params\":{},\"sessionId\":\"s1\"}", browser.read());
        assertEquals("{\"id\":2,\"method\":\"B.b\",\"params\":{}}", browser.read());
        browser.write("{\"id\":2,\"result\":{\"n\":2}}");
        browser.write("{\"id\":1,\"result\":{\"n\":1}}");
        assertEquals(1, CdpConnection.await(one, "A.a", soon()).path("n").asInt());
        assertEquals(2, CdpConnection.await(two, "B.b", soon()).path("n").asInt());
    }

    @Test
    void aMessageInManyPartsIsOne() throws Exception {
        CompletableFuture<JsonNode> answer = ask("s1", "A.a");
        browser.read();
        String big = "x".repeat(3_000_000);
        browser.writeInParts("{\"id\":1,\"result\":{\"data\":\"" + big + "\"}}", 100_000);
        assertEquals(
                big, CdpConnection.await(answer, "A.a", soon()).path("data").asString());
    }

    @Test
    void eventsAreHeardInOrder() throws Exception {
        for (int i = 0; i < 100; i++) {
            browser.write("{\"method\":\"E." + i + "\",\"params\":{},\"sessionId\":\"s\"}");
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("s E." + i, events.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRefusalHasTheBrowsersSentence() throws Exception {
        CompletableFuture<JsonNode> answer = ask("s1", "DOM.focus");
        browser.write("{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"Element is not focusable\"}}");
        CdpException refused = failure(answer);
        assertEquals(Reason.REFUSED, refused.reason());
        assertEquals("Chrome refused DOM.focus: Element is not focusable", refused.sentence());
    }

    @Test
    void theEndOfASessionFailsItsCommandsAndNoOthers() throws Exception {
        CompletableFuture<JsonNode> gone = ask("s1", "A.a");
        CompletableFuture<JsonNode> stays = ask("s2", "A.a");
        connection.failOpen("s1", Reason.SESSION_ENDED, "Tab 1 has been closed.");
        assertEquals(Reason.SESSION_ENDED, failure(gone).reason());
        assertFalse(stays.isDone());
        CompletableFuture<JsonNode> late = ask("s1", "A.a");
        browser.write("{\"id\":3,\"error\":{\"code\":-32001,\"message\":\"Session with given id not found.\"}}");
        assertEquals(Reason.SESSION_ENDED, failure(late).reason());
    }

    @Test
    void noAnswerInTimeIsATimeout() {
        CdpException late = assertThrows(
                CdpException.class,
                () -> connection.call("s", "A.a", CdpConnection.object(), Deadline.in(Duration.ofMillis(50))));
        assertEquals(Reason.TIMEOUT, late.reason());
    }

    @Test
    void theEndOfTheConnectionFailsEverything() throws Exception {
        List<CompletableFuture<JsonNode>> open = List.of(ask("s1", "A.a"), ask("s2", "A.a"));
        browser.read();
        browser.close();
        for (CompletableFuture<JsonNode> answer : open) {
            assertEquals(Reason.DISCONNECTED, failure(answer).reason());
        }
        closed.await();
        assertFalse(connection.isOpen());
        assertEquals(Reason.DISCONNECTED, failure(ask("s1", "A.a")).reason());
    }

    @Test
    void garbageEndsTheConnection() throws Exception {
        CompletableFuture<JsonNode> answer = ask("s1", "A.a");
        browser.read();
        browser.write("{\"id\":");
        assertEquals(Reason.DISCONNECTED, failure(answer).reason());
        closed.await();
    }
}
