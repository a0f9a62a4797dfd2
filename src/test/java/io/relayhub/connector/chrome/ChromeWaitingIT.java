package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.relayhub.connector.spi.ActionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Pages that are not ready: actions wait for what they need, and say what they waited for in vain.
@Timeout(120)
class ChromeWaitingIT extends WithOneBrowser {
    private static String out(int tab) throws Exception {
        return chrome.eval(tab, "document.getElementById('out').textContent").asString();
    }

    /// A page that is answered when the latch lets it.
    private static String slow(String path, CountDownLatch first, CountDownLatch rest) {
        return pages.answering(path, exchange -> stream(exchange, first, rest));
    }

    private static void stream(HttpExchange exchange, CountDownLatch first, CountDownLatch rest) throws IOException {
        try (exchange) {
            first.await(20, TimeUnit.SECONDS);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            out.write("<!doctype html><title>Slow</title><p id=out>begun</p>".getBytes(StandardCharsets.UTF_8));
            out.write(" ".repeat(4096).getBytes(StandardCharsets.UTF_8));
            out.flush();
            rest.await(20, TimeUnit.SECONDS);
            out.write("<p id=end>end</p>".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CountDownLatch open() {
        return new CountDownLatch(0);
    }

    @Test
    void anActionAfterAClickThatNavigatesGoesToTheNextPage() throws Exception {
        pages.page("/target", "<!doctype html><title>Target</title><p id=out>there</p><button>Next</button>");
        pages.page(
                "/start",
                "<!doctype html><title>Start</title><a id=go href=/target>Go</a>"
                        + "<button id=late onclick=\"setTimeout(() => location.href = '/target', 0)\">Late</button>");
        int tab = chrome.open(pages.url("/start"));
        for (int round = 0; round < 20; round++) {
            chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/start") + "\""));
            chrome.ask("page_click", data(tab, "\"selector\":\"#go\""));
            assertEquals("Target", chrome.eval(tab, "document.title").asString());
            chrome.ask("page_back", data(tab, "\"timeout\":5000"));
            chrome.ask("page_click", data(tab, "\"selector\":\"#late\""));
            chrome.ask("page_click", data(tab, "\"text\":\"Next\""));
            assertEquals("there", out(tab));
        }
    }

    @Test
    void anElementIsWaitedForUntilItIsThereStillEnabledAndFree() throws Exception {
        int tab = chrome.open(pages.page(
                "/late",
                "<!doctype html><p id=out></p><div id=cover"
                        + " style='position:fixed;inset:0;background:#fff8'></div><script>setTimeout(() => {"
                        + " document.body.insertAdjacentHTML('beforeend', `<button id=b disabled"
                        + " style='position:absolute;top:50px;transition:top .2s'"
                        + " onclick=\"out.textContent='clicked'\">B</button>`);setTimeout(() => { b.disabled = false;"
                        + " b.style.top = '200px'; }, 150);setTimeout(() => cover.remove(), 300); }, 150)</script>"));
        chrome.ask("page_click", data(tab, "\"selector\":\"#b\""));
        assertEquals("clicked", out(tab));
    }

    @Test
    void whatIsWaitedForInVainIsSaid() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        ActionException off = chrome.refusal("page_click", data(tab, "\"selector\":\"#off\",\"timeout\":200"));
        assertEquals("ELEMENT_NOT_ACTIONABLE", off.code());
        assertTrue(off.sentence().contains("is disabled"), off.sentence());
        ActionException time =
                chrome.refusal("page_wait", data(tab, "\"time\":5000"), java.time.Duration.ofMillis(600));
        assertTrue(time.sentence().contains("deadline came before the 5000 ms"), time.sentence());
        chrome.eval(tab, "setTimeout(() => { const end = Date.now() + 1500; while (Date.now() < end); }, 0), 1");
        ActionException busy = chrome.refusal("page_wait", data(tab, "\"selector\":\"#never\",\"timeout\":300"));
        assertTrue(busy.sentence().contains("for a visible '#never' in vain"), busy.sentence());
    }

    @Test
    void manyThingsCanBeWaitedFor() throws Exception {
        int tab = chrome.open(pages.page(
                "/things",
                "<!doctype html><title>Things</title><p id=out>old</p><div id=gone>going</div><button"
                        + " id=b>B</button><script>b.onclick = () => { fetch('/api/one?x=1').then(() => { gone.remove();"
                        + " out.textContent = 'new'; window.flag = 7; history.pushState(0, '', '/things/2#part'); });"
                        + " }</script>"));
        chrome.ask("page_click", data(tab, "\"selector\":\"#b\""));
        JsonNode response = chrome.ask("page_wait", data(tab, "\"response\":\"/api/one\""));
        assertEquals(200, response.path("status").asInt());
        assertEquals(tab, response.path("tabId").asInt());
        chrome.ask("page_wait", data(tab, "\"selector\":\"#gone\",\"state\":\"hidden\""));
        chrome.ask("page_wait", data(tab, "\"textGone\":\"going\""));
        chrome.ask("page_wait", data(tab, "\"function\":\"() => window.flag === 7\""));
        JsonNode url = chrome.ask("page_wait", data(tab, "\"url\":\"*/things/2#part\""));
        assertTrue(url.path("url").asString().endsWith("/things/2#part"));
        assertEquals(
                "EVAL_FAILED",
                chrome.refusal("page_wait", data(tab, "\"function\":\"() => nothing.there\""))
                        .code());
    }

    @Test
    void aPageWithASlowFirstByteIsNotLoadedAndNoError() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        int tab = chrome.open(pages.url("/page"));
        String url = slow("/slow-first", first, open());
        JsonNode answer = chrome.ask("page_navigate", data(tab, "\"url\":\"" + url + "\",\"timeout\":300"));
        assertFalse(answer.path("loaded").asBoolean(true), answer.toString());
        first.countDown();
        chrome.ask("page_wait", data(tab, "\"url\":\"/slow-first\""));
        assertEquals("Slow", chrome.eval(tab, "document.title").asString());
    }

    @Test
    void aPageThatStillStreamsIsNeitherLoadedNorIdle() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        int tab = chrome.open(pages.url("/page"));
        String url = slow("/slow-rest", open(), rest);
        JsonNode answer = chrome.ask("page_navigate", data(tab, "\"url\":\"" + url + "\",\"waitUntil\":\"none\""));
        assertFalse(answer.path("loaded").asBoolean(true), answer.toString());
        ActionException idle = chrome.refusal("page_wait", data(tab, "\"networkIdle\":true,\"timeout\":1200"));
        assertEquals("TIMEOUT", idle.code());
        rest.countDown();
        chrome.ask("page_wait", data(tab, "\"networkIdle\":true"));
        assertEquals(
                "end",
                chrome.eval(tab, "document.getElementById('end').textContent").asString());
    }

    @Test
    void addressesAndTitlesAreThoseOfThisMoment() throws Exception {
        int tab = chrome.open(pages.url("/page") + "#part");
        JsonNode there = chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/page#x") + "\""));
        assertEquals(pages.url("/page#x"), there.path("url").asString());
        JsonNode again = chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/number?1#y") + "\""));
        assertEquals(pages.url("/number?1#y"), again.path("url").asString());
        chrome.eval(tab, "document.title = 'changed', history.pushState(0, '', '#z'), 1");
        JsonNode entry = chrome.ask("tab_list", "{}")
                .path("tabs")
                .valueStream()
                .filter(one -> one.path("tabId").asInt() == tab)
                .findFirst()
                .orElseThrow();
        assertEquals("changed", entry.path("title").asString());
        assertEquals(pages.url("/number?1#z"), entry.path("url").asString());
    }

    @Test
    void thereIsAWayBackAndForthAndAnew() throws Exception {
        int tab = chrome.open(pages.url("/number?1"));
        chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/number?2") + "\""));
        assertEquals(
                "1",
                chrome.ask("page_back", "{\"tabId\":" + tab + "}").path("title").asString());
        assertEquals(
                "2",
                chrome.ask("page_forward", "{\"tabId\":" + tab + "}")
                        .path("title")
                        .asString());
        assertEquals(
                "NOT_FOUND",
                chrome.refusal("page_forward", "{\"tabId\":" + tab + "}").code());
        chrome.eval(tab, "window.mark = 1");
        JsonNode anew = chrome.ask("page_reload", "{\"tabId\":" + tab + "}");
        assertTrue(anew.path("loaded").asBoolean(), anew.toString());
        assertEquals("undefined", chrome.eval(tab, "typeof window.mark").asString());
        chrome.eval(tab, "history.pushState(0, '', '#within')");
        JsonNode within = chrome.ask("page_back", "{\"tabId\":" + tab + "}");
        assertEquals(pages.url("/number?2"), within.path("url").asString());
    }

    @Test
    void aLargePageIsShownAsFarAsItFitsAndCostsWhatItShows() throws Exception {
        int tab = chrome.open(pages.page(
                "/large",
                "<!doctype html><title>Large</title><body><script>document.body.append(...Array.from({length:"
                        + " 100000}, (_, i) => { const b = document.createElement('button'); b.textContent ="
                        + " 'Button ' + i; return b; }))</script>"));
        int other = chrome.open(pages.url("/page"));
        JsonNode whole = chrome.ask("page_snapshot", data(tab, "\"depth\":15"));
        assertTrue(whole.path("truncated").asBoolean());
        assertTrue(whole.path("snapshot").asString().contains("[button \"Button 0\"]"));
        JsonNode top = chrome.ask("page_snapshot", data(tab, "\"depth\":1"));
        assertEquals(1, top.path("elementCount").asInt());
        JsonNode some = chrome.ask("page_snapshot", data(tab, "\"maxChars\":1000"));
        assertTrue(some.path("snapshot").asString().length() <= 1000);
        chrome.ask("page_click", data(tab, "\"text\":\"Button 99999\",\"role\":\"button\""));
        assertEquals("A test page", chrome.eval(other, "document.title").asString());
    }

    @Test
    void aClickBehindTheFrontIsAsFastAsOneInFront() throws Exception {
        int behind = chrome.open(pages.page(
                "/busy",
                "<!doctype html><p id=out>0</p><button id=b"
                        + " onclick='out.textContent++'>B</button><script>(function draw() { document.title ="
                        + " performance.now(); requestAnimationFrame(draw); })()</script>"));
        chrome.ask("tab_open", "{\"url\":\"" + pages.url("/page") + "\",\"active\":true}");
        long begun = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            chrome.ask("page_click", data(behind, "\"selector\":\"#b\""));
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        assertEquals("10", out(behind));
        assertTrue(millis < 5_000, "10 clicks took " + millis + " ms, and a page behind draws once a second");
    }

    @Test
    void membersThatAreNotKnownAreRefusedByName() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        ActionException close = chrome.refusal("page_click", "{\"tabid\":" + tab + ",\"selector\":\"#go\"}");
        assertEquals("BAD_REQUEST", close.code());
        assertEquals("page_click takes no \"tabid\": did you mean \"tabId\"?", close.sentence());
        ActionException far = chrome.refusal("tab_list", "{\"entirely\":1}");
        assertEquals("tab_list takes no \"entirely\": it takes context.", far.sentence());
        ActionException step = chrome.refusal(
                "run_actions", "{\"actions\":[{\"action\":\"page_click\",\"data\":{\"selektor\":\"#go\"}}]}");
        assertTrue(step.sentence().contains("did you mean \"selector\"?"), step.sentence());
        ActionException inner = chrome.refusal("page_click", data(tab, "\"point\":{\"x\":1,\"Y\":2}"));
        assertTrue(inner.sentence().contains("did you mean \"y\"?"), inner.sentence());
    }

    @Test
    void errorsNameTheMistake() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        ActionException scheme = chrome.refusal("page_navigate", data(tab, "\"url\":\"example.com\""));
        assertEquals("BAD_REQUEST", scheme.code());
        assertTrue(scheme.sentence().contains("no scheme"), scheme.sentence());
        assertEquals(
                "FORBIDDEN",
                chrome.refusal("tab_open", "{\"url\":\"data:text/html,x\"}").code());
        ActionException part =
                chrome.refusal("page_click", data(tab, "\"text\":\"nowhere\",\"exact\":false,\"timeout\":0"));
        assertFalse(part.sentence().contains("exact"), part.sentence());
        chrome.ask("page_click", data(tab, "\"text\":\"FAR\",\"exact\":false"));
        assertEquals("far", out(tab));
        ActionException nobody = chrome.refusal("proxy_request", "{\"url\":\"http://127.0.0.1:1/\"}");
        assertTrue(nobody.sentence().contains("refused the connection"), nobody.sentence());
        pages.answering("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 8; i++) {
                    out.write(new byte[1 << 20]);
                }
            }
        });
        assertEquals(
                "TOO_LARGE",
                chrome.refusal("proxy_request", "{\"url\":\"" + pages.url("/huge") + "\"}")
                        .code());
    }
}
