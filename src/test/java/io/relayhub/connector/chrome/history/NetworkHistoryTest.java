package io.relayhub.connector.chrome.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NetworkHistoryTest {
    private final NetworkHistory history = new NetworkHistory(new OriginRules(List.of("https://a.example")));

    private void event(String method, String params) {
        history.onEvent(
                new CdpEvent("s", "Network." + method, JsonMapper.shared().readTree(params)));
    }

    private void request(String id, String page, String url) {
        event(
                "requestWillBeSent",
                "{\"requestId\":\"" + id + "\",\"documentURL\":\"" + page + "\",\"type\":\"Fetch\",\"timestamp\":10.0,"
                        + "\"wallTime\":1700000000.5,\"request\":{\"method\":\"GET\",\"url\":\"" + url
                        + "\",\"headers\":{}}}");
    }

    @Test
    void aRequestIsFollowedToItsEnd() {
        request("1", "https://a.example/", "https://api.example/x");
        assertEquals(0, history.quietNanos());
        event("responseReceived", "{\"requestId\":\"1\",\"response\":{\"status\":204,\"headers\":{\"a\":\"b\"}}}");
        event("loadingFinished", "{\"requestId\":\"1\",\"timestamp\":10.25,\"encodedDataLength\":99}");
        Exchange exchange = history.all().getFirst();
        assertEquals(204, assertNotNullAnd(exchange.response()).status());
        assertEquals(250, assertNotNullAnd(exchange.end()).millis(), 0.001);
        assertEquals(99, assertNotNullAnd(exchange.end()).size());
        assertEquals(1_700_000_000_500L, exchange.request().startedAt());
        assertTrue(history.quietNanos() > 0);
    }

    private static <T> T assertNotNullAnd(@Nullable T value) {
        assertNotNull(value);
        return Objects.requireNonNull(value);
    }

    @Test
    void whatOtherPagesAskForIsNotKept() {
        request("1", "https://bank.example/", "https://a.example/x");
        assertEquals(List.of(), history.all());
    }

    @Test
    void theLegsOfARedirectAreTwoRequests() {
        request("1", "https://a.example/", "https://a.example/old");
        event(
                "requestWillBeSent",
                "{\"requestId\":\"1\",\"documentURL\":\"https://a.example/\",\"timestamp\":11.0,"
                        + "\"redirectResponse\":{\"status\":302,\"headers\":{}},"
                        + "\"request\":{\"method\":\"GET\",\"url\":\"https://a.example/new\",\"headers\":{}}}");
        assertEquals(
                List.of("https://a.example/old", "https://a.example/new"),
                history.all().stream().map(exchange -> exchange.request().url()).toList());
        assertEquals(302, assertNotNullAnd(history.all().getFirst().response()).status());
        assertTrue(assertNotNullAnd(history.all().getFirst().end()).redirected());
    }

    @Test
    void aFailureSaysWhy() {
        request("1", "https://a.example/", "https://a.example/x");
        event(
                "loadingFailed",
                "{\"requestId\":\"1\",\"timestamp\":10.5,\"errorText\":\"net::ERR_FAILED\","
                        + "\"corsErrorStatus\":{\"corsError\":\"MissingAllowOriginHeader\"}}");
        assertEquals(
                "net::ERR_FAILED (CORS: MissingAllowOriginHeader)",
                assertNotNullAnd(history.all().getFirst().end()).error());
    }

    @Test
    void aHugeAddressPushesNothingElseOut() {
        request("1", "https://a.example/", "https://a.example/x");
        request("2", "https://a.example/", "data:image/png;base64," + "A".repeat(3 << 20));
        assertEquals(2, history.all().size());
        assertTrue(history.all().getLast().request().url().length() < 10_000);
    }

    @Test
    void aFrameThatHasGoneKeepsTheNetworkFromBeingIdleNoLonger() {
        request("1", "https://a.example/", "https://a.example/x");
        history.sessionEnded("another");
        assertEquals(0, history.quietNanos());
        history.sessionEnded("s");
        assertTrue(history.quietNanos() > 0);
    }

    @Test
    void thousandsOfRequestsTakeABoundedPlace() {
        for (int i = 0; i < 5_000; i++) {
            request(String.valueOf(i), "https://a.example/", "https://a.example/" + i);
        }
        assertEquals(NetworkHistory.MAX_REQUESTS, history.all().size());
        assertEquals(4_000, history.dropped());
        assertEquals("https://a.example/4999", history.all().getLast().request().url());
    }
}
