package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.spi.ActionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Agents in contexts of their own, and answers in a server's place.
@Timeout(120)
class ChromeContextsIT extends WithOneBrowser {
    private static String context() throws Exception {
        return chrome.ask("context_open", "{}").path("context").asString();
    }

    @Test
    void aContextHasItsOwnTabCookiesAndEnd() throws Exception {
        int common = chrome.open(pages.url("/cookie"));
        String mine = context();
        String where = "{\"context\":\"" + mine + "\"";
        chrome.ask("page_navigate", where + ",\"url\":\"" + pages.url("/number?mine") + "\"}");
        assertEquals(
                "mine",
                chrome.ask("page_eval", where + ",\"expression\":\"document.title\"}")
                        .path("result")
                        .asString());
        assertEquals(
                "",
                chrome.ask("page_eval", where + ",\"expression\":\"document.cookie\"}")
                        .path("result")
                        .asString());
        JsonNode proxied = chrome.ask("proxy_request", where + ",\"url\":\"" + pages.url("/who") + "\"}");
        assertEquals(0, proxied.path("attachedCookieCount").asInt());
        // Whoever names no tab stays where he was.
        assertEquals(
                "cookie",
                chrome.ask("page_eval", "{\"expression\":\"document.title\"}")
                        .path("result")
                        .asString());
        JsonNode tabs = chrome.ask("tab_list", where + "}").path("tabs");
        assertEquals(1, tabs.size());
        chrome.ask("context_close", where + "}");
        assertEquals("NOT_FOUND", chrome.refusal("page_snapshot", where + "}").code());
        assertEquals("cookie", chrome.eval(common, "document.title").asString());
        assertFalse(chrome.ask("tab_list", "{}").toString().contains(mine));
    }

    @Test
    void fourAgentsInContextsOfTheirOwnDoNotMixUp() throws Exception {
        List<CompletableFuture<Integer>> agents = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int agent = 0; agent < 4; agent++) {
                String name = "agent" + agent;
                agents.add(CompletableFuture.supplyAsync(() -> work(name), threads));
            }
            for (CompletableFuture<Integer> agent : agents) {
                assertEquals(50, agent.get(100, TimeUnit.SECONDS));
            }
        }
    }

    /// @return how many actions were done
    private static int work(String name) {
        try {
            String where = "{\"context\":\"" + context() + "\"";
            int done = 0;
            for (int round = 0; done < 50; round++) {
                String title = name + "-" + round;
                chrome.ask("page_navigate", where + ",\"url\":\"" + pages.url("/number?" + title) + "\"}");
                chrome.ask(
                        "page_eval",
                        where + ",\"expression\":\"document.body.innerHTML += '<input id=i>', localStorage.name = '"
                                + title + "'\"}");
                chrome.ask("page_type", where + ",\"selector\":\"#i\",\"text\":\"" + title + "\"}");
                chrome.ask("page_click", where + ",\"selector\":\"#n\"}");
                JsonNode told = chrome.ask(
                        "page_eval",
                        where
                                + ",\"expression\":\"[document.title, document.getElementById('i').value,"
                                + " localStorage.name].join()\"}");
                assertEquals(
                        title + "," + title + "," + title, told.path("result").asString());
                done += 5;
            }
            return done;
        } catch (Exception e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    @Test
    void mocksHaveAMethodABodyATimeAndAnEnd() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        JsonNode set = chrome.ask(
                "set_mock",
                data(
                        tab,
                        "\"url\":\"/api/one\",\"method\":\"post\",\"text\":\"<b>made"
                                + " up</b>\",\"contentType\":\"text/html\","
                                + "\"status\":201,\"headers\":{\"X-Mine\":\"1\"},\"times\":1"));
        String post = "fetch('/api/one', {method: 'POST'}).then(async a => [a.status, a.headers.get('x-mine'), await"
                + " a.text()].join())";
        assertEquals(
                "{\"answer\":1}",
                chrome.eval(tab, "fetch('/api/one').then(a => a.text())").asString());
        assertEquals("201,1,<b>made up</b>", chrome.eval(tab, post).asString());
        assertEquals("200,,{\"answer\":1}", chrome.eval(tab, post).asString());
        JsonNode recorded = chrome.ask("get_requests", data(tab, "\"filter\":\"/api/one\",\"withBodies\":true"))
                .path("requests")
                .path(1);
        String id = set.path("mock").path("id").asString();
        assertEquals(id, recorded.path("mocked").asString(), recorded.toString());
        assertEquals("<b>made up</b>", recorded.path("responseBody").asString());
        JsonNode mocks = chrome.ask("get_mocks", "{}").path("mocks");
        assertEquals(1, mocks.path(mocks.size() - 1).path("used").asInt());
        chrome.ask("set_mock", data(tab, "\"url\":\"/api/two\",\"abort\":\"ConnectionRefused\""));
        assertEquals(
                "TypeError",
                chrome.eval(tab, "fetch('/api/two').catch(e => e.name)").asString());
        chrome.ask("remove_mock", "{\"all\":true}");
        assertTrue(chrome.eval(tab, "fetch('/api/two').then(a => a.text())")
                .asString()
                .contains("items"));
        ActionException gone = chrome.refusal("remove_mock", "{\"id\":\"" + id + "\"}");
        assertEquals("NOT_FOUND", gone.code());
    }

    @Test
    void aMockedFieldIsSeenAsThePageGotIt() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        chrome.ask("set_mock", data(tab, "\"url\":\"/api/one\",\"fields\":[{\"path\":\"answer\",\"value\":42}]"));
        assertEquals(
                "{\"answer\":42}",
                chrome.eval(tab, "fetch('/api/one').then(a => a.text())").asString());
        JsonNode recorded = chrome.ask("get_requests", data(tab, "\"filter\":\"/api/one\",\"withBodies\":true"))
                .path("requests")
                .path(0);
        assertEquals("{\"answer\":42}", recorded.path("responseBody").asString());
        chrome.ask("remove_mock", "{\"all\":true}");
    }
}
