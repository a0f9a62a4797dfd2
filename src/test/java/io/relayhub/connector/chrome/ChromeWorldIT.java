package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.testing.ScriptedHub;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What surrounds pages: devices, networks, cookies and storage; and what is handed out of them.
@Timeout(120)
class ChromeWorldIT extends WithOneBrowser {
    @Test
    void aTabHasAnotherScreenPlaceAndLanguageUntilItIsReset() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        chrome.ask(
                "page_emulate",
                data(
                        tab,
                        "\"device\":\"iphone\",\"locale\":\"de-DE\",\"timezone\":\"Asia/Tokyo\",\"colorScheme\":\"dark\",\"cpu\":2,"
                                + "\"geolocation\":{\"latitude\":52.5,\"longitude\":13.4}"));
        chrome.ask("page_reload", "{\"tabId\":" + tab + "}");
        String all = "[innerWidth, navigator.userAgent.includes('iPhone'), new Intl.NumberFormat().format(1.5),"
                + " Intl.DateTimeFormat().resolvedOptions().timeZone, matchMedia('(prefers-color-scheme:"
                + " dark)').matches].join()";
        assertTrue(
                chrome.eval(tab, all).asString().endsWith("true,1,5,Asia/Tokyo,true"),
                chrome.eval(tab, all).asString());
        String where = "new Promise((y, n) => navigator.geolocation.getCurrentPosition(p => y(p.coords.latitude), e =>"
                + " n(e.message)))";
        assertEquals(52.5, chrome.eval(tab, where).asDouble());
        chrome.ask("page_emulate", data(tab, "\"network\":\"offline\""));
        assertEquals(
                "TypeError",
                chrome.eval(tab, "fetch('/api/one').catch(e => e.name)").asString());
        chrome.ask("page_emulate", data(tab, "\"reset\":true"));
        assertEquals(
                "{\"answer\":1}",
                chrome.eval(tab, "fetch('/api/one').then(a => a.text())").asString());
        assertEquals(
                "false",
                chrome.eval(tab, "String(navigator.userAgent.includes('iPhone'))")
                        .asString());
        chrome.ask("page_emulate", data(tab, "\"viewport\":{\"width\":500,\"height\":400}"));
        assertEquals(500, chrome.eval(tab, "innerWidth").asInt());
        assertEquals(
                "BAD_REQUEST",
                chrome.refusal("page_emulate", data(tab, "\"timezone\":\"Middle/Earth\""))
                        .code());
    }

    @Test
    void cookiesAndStorageAreReadSetAndCleared() throws Exception {
        String context = chrome.ask("context_open", "{}").path("context").asString();
        String where = "{\"context\":\"" + context + "\"";
        chrome.ask("page_navigate", where + ",\"url\":\"" + pages.url("/page") + "\"}");
        chrome.ask(
                "cookies_set",
                where + ",\"cookies\":[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]}");
        assertEquals(2, chrome.ask("cookies_get", where + "}").path("cookies").size());
        assertEquals(
                1,
                chrome.ask("cookies_clear", where + ",\"name\":\"a\"}")
                        .path("cleared")
                        .asInt());
        assertEquals(
                "b",
                chrome.ask("cookies_get", where + "}")
                        .path("cookies")
                        .path(0)
                        .path("name")
                        .asString());
        chrome.ask("storage_set", where + ",\"items\":{\"k\":\"v\"}}");
        assertEquals(
                "v",
                chrome.ask("page_eval", where + ",\"expression\":\"localStorage.k\"}")
                        .path("result")
                        .asString());
        assertEquals(
                "{\"k\":\"v\"}",
                chrome.ask("storage_get", where + "}").path("items").toString());
        assertEquals(1, chrome.ask("storage_clear", where + "}").path("cleared").asInt());
        chrome.ask("context_close", where + "}");
    }

    @Test
    void serverSentEventsAreRecorded() throws Exception {
        pages.answering("/events", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                out.write("event: news\ndata: one\n\ndata: two\n\n".getBytes(StandardCharsets.UTF_8));
            }
        });
        int tab = chrome.open(pages.url("/page"));
        chrome.eval(
                tab,
                "new Promise(y => { const s = new EventSource('/events'); s.onmessage = () => { s.close(); y(1); };"
                        + " })");
        JsonNode messages = chrome.ask("get_messages", data(tab, "\"kind\":\"eventsource\""))
                .path("messages");
        assertEquals("two", messages.path(0).path("data").asString(), messages.toString());
        assertEquals("news", messages.path(1).path("event").asString());
    }

    @Test
    void webSocketMessagesAreRecordedBothWays() throws Exception {
        try (ScriptedHub server = ScriptedHub.start()) {
            int tab = chrome.open(pages.url("/page"));
            chrome.eval(
                    tab,
                    "window.told = new Promise(y => { const s = new WebSocket('" + server.url("")
                            + "'); s.onopen = () => s.send('to the server'); s.onmessage = e => y(e.data); }), 1");
            ScriptedHub.Peer peer = server.next();
            assertEquals("to the server", peer.line());
            peer.say("to the page");
            chrome.eval(tab, "told");
            JsonNode messages = chrome.ask("get_messages", data(tab, "\"kind\":\"websocket\""))
                    .path("messages");
            assertEquals("to the page\n", messages.path(0).path("data").asString(), messages.toString());
            assertEquals("to the server", messages.path(1).path("data").asString());
            assertTrue(messages.path(1).path("sent").asBoolean());
        }
    }

    @Test
    void aPageIsPrintedMeasuredAndArchived() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        chrome.eval(tab, "ready");
        String pdf =
                chrome.ask("page_pdf", "{\"tabId\":" + tab + "}").path("data").asString();
        assertEquals("%PDF", new String(Base64.getDecoder().decode(pdf), 0, 4, StandardCharsets.US_ASCII));
        chrome.ask("tab_activate", "{\"tabId\":" + tab + "}");
        JsonNode vitals = chrome.ask("get_vitals", "{\"tabId\":" + tab + "}");
        assertTrue(vitals.path("ttfb").asDouble(-1) >= 0, vitals.toString());
        assertTrue(vitals.has("cls") && vitals.has("longTasks"), vitals.toString());
        JsonNode log = chrome.ask("get_har", data(tab, "\"withBodies\":true,\"filter\":\"/api/two\""))
                .path("har")
                .path("log");
        assertEquals("1.2", log.path("version").asString());
        JsonNode entry = log.path("entries").path(0);
        assertEquals(
                "{\"x\":1}", entry.path("request").path("postData").path("text").asString(), entry.toString());
        assertTrue(
                entry.path("response").path("content").path("text").asString().contains("items"));
    }
}
