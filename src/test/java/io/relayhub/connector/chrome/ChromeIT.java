package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.relayhub.connector.spi.ActionException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The actions against a real headless Chromium and pages of our own.
@Timeout(120)
class ChromeIT extends WithOneBrowser {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static int openPage() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        chrome.eval(tab, "ready");
        return tab;
    }

    private static String text(int tab, String selector) throws Exception {
        return chrome.eval(tab, "document.querySelector('" + selector + "').textContent")
                .asString();
    }

    @Test
    void theRequestsOfAPageAreSeenWithTheirBodies() throws Exception {
        int tab = openPage();
        JsonNode answer = chrome.ask("get_requests", data(tab, "\"count\":10,\"withBodies\":true"));
        Map<String, JsonNode> byPath = new HashMap<>();
        answer.path("requests")
                .forEach(request -> byPath.put(path(request.path("url").asString()), request));
        assertEquals(
                "{\"answer\":1}",
                byPath.getOrDefault("/api/one", MissingNode.getInstance())
                        .path("responseBody")
                        .asString());
        assertEquals(
                "{\"x\":1}",
                byPath.getOrDefault("/api/two", MissingNode.getInstance())
                        .path("requestBody")
                        .asString());
        assertEquals(
                200,
                byPath.getOrDefault("/api/two", MissingNode.getInstance())
                        .path("status")
                        .asInt());
        assertEquals(
                "fetch",
                byPath.getOrDefault("/api/one", MissingNode.getInstance())
                        .path("resourceType")
                        .asString());
        assertEquals(
                "document",
                byPath.getOrDefault("/page", MissingNode.getInstance())
                        .path("resourceType")
                        .asString());
        JsonNode api = chrome.ask("get_requests", data(tab, "\"source\":\"mtop\""));
        assertEquals(1, api.path("requests").size());
        assertEquals(
                "mtop.cart.query", api.path("requests").path(0).path("apiName").asString());
    }

    private static String path(String url) {
        return url.replaceFirst("^https?://[^/]+", "").replaceFirst("\\?.*", "");
    }

    @Test
    void consoleLinesAreSeenByLevel() throws Exception {
        int tab = openPage();
        JsonNode errors = chrome.ask("get_logs", data(tab, "\"level\":\"error\""));
        assertEquals("an error", errors.path("logs").path(0).path("text").asString());
        JsonNode lines = chrome.ask("get_logs", data(tab, "\"level\":\"log\""));
        assertEquals("hello {a: 1}", lines.path("logs").path(0).path("text").asString());
    }

    @Test
    void aScreenshotIsAPictureOfTheSizeItSays() throws Exception {
        int tab = openPage();
        JsonNode shot = chrome.ask("get_screenshot", data(tab, "\"format\":\"png\""));
        byte[] file = Base64.getDecoder().decode(shot.path("data").asString());
        assertArrayEquals(PNG, Arrays.copyOf(file, 4));
        var image = ImageIO.read(new ByteArrayInputStream(file));
        assertEquals(image.getWidth(), shot.path("meta").path("width").asInt());
        assertEquals(image.getHeight(), shot.path("meta").path("height").asInt());
        assertEquals(0xff204080, image.getRGB(5, image.getHeight() - 5));
        assertEquals("A test page", shot.path("meta").path("title").asString());
        JsonNode button = chrome.ask("get_screenshot", data(tab, "\"selector\":\"#far\",\"format\":\"jpeg\""));
        assertTrue(button.path("meta").path("height").asInt() < 100);
        JsonNode whole = chrome.ask("get_screenshot", data(tab, "\"fullPage\":true"));
        assertTrue(whole.path("meta").path("height").asInt() > 3000);
    }

    @Test
    void aClickIsARealOne() throws Exception {
        int tab = openPage();
        chrome.ask("page_click", data(tab, "\"selector\":\"#go\""));
        assertEquals("clicked true", text(tab, "#out"));
        chrome.ask("page_click", data(tab, "\"selector\":\"#go\",\"clickType\":\"js\""));
        assertEquals("clicked false", text(tab, "#out"));
        chrome.ask("page_click", data(tab, "\"text\":\"Far away\""));
        assertEquals("far", text(tab, "#out"));
    }

    @Test
    void whatCannotBeClickedIsSaidAndNotClicked() throws Exception {
        int tab = openPage();
        ActionException missing = chrome.refusal("page_click", data(tab, "\"selector\":\"#nothing\",\"timeout\":0"));
        assertEquals("ELEMENT_NOT_FOUND", missing.code());
        assertEquals("No element matches '#nothing' in tab " + tab + " (1 frame searched).", missing.sentence());
        ActionException covered = chrome.refusal("page_click", data(tab, "\"selector\":\"#covered\",\"timeout\":0"));
        assertEquals("ELEMENT_NOT_ACTIONABLE", covered.code());
        assertTrue(covered.sentence().contains("covered by <div#cover>"), covered.sentence());
        assertEquals(
                "ELEMENT_NOT_ACTIONABLE",
                chrome.refusal("page_click", data(tab, "\"selector\":\"#off\",\"timeout\":0"))
                        .code());
        assertEquals(
                "BAD_REQUEST",
                chrome.refusal("page_click", data(tab, "\"selector\":\"##\"")).code());
        ActionException twins = chrome.refusal("page_click", data(tab, "\"text\":\"Twin\""));
        assertTrue(twins.sentence().startsWith("2 elements in tab"), twins.sentence());
        assertEquals(
                "TAB_NOT_FOUND",
                chrome.refusal("page_click", data(999, "\"selector\":\"#go\"")).code());
    }

    @Test
    void textIsTypedInPlaceOfTheOldOrAfterIt() throws Exception {
        int tab = openPage();
        chrome.ask("page_type", data(tab, "\"selector\":\"#name\",\"text\":\"Grüße 你好\""));
        assertEquals(
                "Grüße 你好",
                chrome.eval(tab, "document.querySelector('#name').value").asString());
        JsonNode answer =
                chrome.ask("page_type", data(tab, "\"selector\":\"#notes\",\"text\":\"def\",\"clearFirst\":false"));
        assertEquals(6, answer.path("length").asInt());
        assertEquals(
                "abcdef",
                chrome.eval(tab, "document.querySelector('#notes').value").asString());
        chrome.ask("page_type", data(tab, "\"selector\":\"#name\",\"text\":\"\""));
        assertEquals(
                "", chrome.eval(tab, "document.querySelector('#name').value").asString());
        assertEquals(
                "ELEMENT_NOT_ACTIONABLE",
                chrome.refusal("page_type", data(tab, "\"selector\":\"#out\",\"text\":\"x\""))
                        .code());
    }

    @Test
    void keysArePressedWithTheirModifiers() throws Exception {
        int tab = openPage();
        chrome.ask("page_press", data(tab, "\"key\":\"ArrowDown\""));
        assertEquals("ArrowDown", chrome.eval(tab, "lastKey").asString());
        chrome.ask("page_press", data(tab, "\"key\":\"Space\",\"modifiers\":[\"ctrl\"]"));
        assertEquals("ctrl+ ", chrome.eval(tab, "lastKey").asString());
    }

    @Test
    void aSnapshotNamesElementsThatCanBeClicked() throws Exception {
        int tab = openPage();
        String snapshot = chrome.ask("page_snapshot", data(tab, "\"depth\":15"))
                .path("snapshot")
                .asString();
        assertTrue(snapshot.startsWith("@e1 [WebArea \"A test page\"]"), snapshot);
        String line = snapshot.lines()
                .filter(it -> it.contains("[button \"Go\"]"))
                .findFirst()
                .orElseThrow();
        String reference = line.strip().substring(0, line.strip().indexOf(' '));
        chrome.ask("page_click", data(tab, "\"selector\":\"" + reference + "\""));
        assertEquals("clicked true", text(tab, "#out"));
        String again = chrome.ask("page_snapshot", data(tab, "\"depth\":15"))
                .path("snapshot")
                .asString();
        assertTrue(again.contains(reference + " [button \"Go\"]"), again);
        chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/inner") + "\""));
        ActionException stale = chrome.refusal("page_click", data(tab, "\"selector\":\"" + reference + "\""));
        assertTrue(stale.sentence().contains("take a new page_snapshot"), stale.sentence());
    }

    @Test
    void framesAreSearchedAndClickedWhateverTheirSite() throws Exception {
        int tab = chrome.open(pages.url("/frames"));
        for (String which : new String[] {"same", "other"}) {
            chrome.ask("page_wait", data(tab, "\"selector\":\"#inside-" + which + "\""));
            chrome.ask("page_click", data(tab, "\"selector\":\"#inside-" + which + "\""));
        }
        chrome.ask("page_wait", data(tab, "\"text\":\"pressed in 127.0.0.1\""));
        chrome.ask("page_wait", data(tab, "\"text\":\"pressed in localhost\""));
        JsonNode frames = chrome.ask("page_frames", "{\"tabId\":" + tab + "}").path("frames");
        assertEquals(3, frames.size());
        String snapshot = chrome.ask("page_snapshot", data(tab, "\"depth\":30"))
                .path("snapshot")
                .asString();
        assertTrue(snapshot.contains("pressed in localhost"), snapshot);
        ActionException missing = chrome.refusal("page_click", data(tab, "\"selector\":\"#none\",\"timeout\":0"));
        assertTrue(missing.sentence().contains("(3 frames searched)"), missing.sentence());
        JsonNode requests = chrome.ask("get_requests", data(tab, "\"resourceType\":\"document\""));
        assertEquals(3, requests.path("requests").size(), requests.toString());
    }

    @Test
    void aMockAnswersInTheServersPlace() throws Exception {
        int tab = openPage();
        chrome.ask("set_mock", data(tab, "\"url\":\"*/api/one\",\"mockData\":{\"answer\":42}"));
        assertEquals(
                "{\"answer\":42}",
                chrome.eval(tab, "fetch('/api/one').then(a => a.text())").asString());
        chrome.ask(
                "set_mock",
                data(
                        tab,
                        "\"apiName\":\"mtop.cart.query\",\"fields\":[{\"path\":\"data.total\",\"value\":150},"
                                + "{\"path\":\"data.items[0].name\",\"value\":\"mocked\"}]"));
        String call = "fetch('/h5/mtop.cart.query/1.0/?api=mtop.cart.query').then(a => a.text())";
        assertEquals(
                "{\"data\":{\"total\":150,\"items\":[{\"name\":\"mocked\"}]},\"ret\":[\"SUCCESS\"]}",
                chrome.eval(tab, call).asString());
        int other = openPage();
        assertEquals(
                "{\"answer\":1}",
                chrome.eval(other, "fetch('/api/one').then(a => a.text())").asString());
        chrome.ask("set_mock", data(tab, "\"url\":\"*/api/one\",\"enabled\":false"));
        assertEquals(
                "{\"answer\":1}",
                chrome.eval(tab, "fetch('/api/one').then(a => a.text())").asString());
        JsonNode mocks = chrome.ask("get_mocks", "{}").path("mocks");
        JsonNode kept = mocks.path(mocks.size() - 1);
        assertEquals(42, kept.path("mockData").path("answer").asInt());
        assertFalse(kept.path("enabled").asBoolean());
        chrome.ask("set_mock", data(tab, "\"apiName\":\"mtop.cart.query\",\"enabled\":false"));
    }

    @Test
    void aProxiedRequestHasTheBrowsersCookies() throws Exception {
        chrome.open(pages.url("/cookie"));
        JsonNode answer =
                chrome.ask("proxy_request", "{\"url\":\"" + pages.url("/who") + "\",\"params\":{\"q\":\"a b\"}}");
        assertEquals(200, answer.path("status").asInt());
        assertEquals("json", answer.path("bodyType").asString());
        assertEquals("session=s3cret", answer.path("body").path("cookie").asString());
        assertEquals("q=a b", answer.path("body").path("query").asString());
        assertEquals(1, answer.path("attachedCookieCount").asInt());
        JsonNode without = chrome.ask(
                "proxy_request", "{\"url\":\"" + pages.url("/who") + "\",\"withCookies\":false,\"method\":\"POST\"}");
        assertEquals("null", without.path("body").path("cookie").asString());
        assertEquals("POST", without.path("body").path("method").asString());
        JsonNode binary = chrome.ask("proxy_request", "{\"url\":\"" + pages.url("/binary") + "\"}");
        assertEquals("AQI=", binary.path("body").asString());
    }

    @Test
    void stepsRunUntilOneFails() throws Exception {
        int tab = openPage();
        JsonNode answer = chrome.ask(
                "run_actions",
                data(
                        tab,
                        "\"actions\":[{\"action\":\"page_scroll\",\"data\":{\"direction\":\"bottom\"}},"
                                + "{\"action\":\"page_wait\",\"data\":{\"time\":50}},"
                                + "{\"action\":\"page_click\",\"data\":{\"selector\":\"#nothing\",\"timeout\":0}},"
                                + "{\"action\":\"get_screenshot\"}]"));
        assertEquals(2, answer.path("completedSteps").asInt());
        assertEquals(4, answer.path("totalSteps").asInt());
        assertEquals(2, answer.path("failedStep").asInt());
        assertEquals(3, answer.path("results").size());
        assertTrue(answer.path("results").path(0).path("data").path("scrollY").asInt() > 1000);
        assertTrue(answer.path("error").asString().startsWith("No element matches"));
    }

    @Test
    void waitingInVainSaysSo() throws Exception {
        int tab = openPage();
        ActionException late = chrome.refusal("page_wait", data(tab, "\"selector\":\"#never\",\"timeout\":300"));
        assertEquals("TIMEOUT", late.code());
        JsonNode idle = chrome.ask("page_wait", data(tab, "\"networkIdle\":true"));
        assertTrue(idle.path("waited").asBoolean());
        ActionException deadline = chrome.refusal(
                "page_eval", data(tab, "\"expression\":\"new Promise(() => 0)\""), Duration.ofMillis(1500));
        assertEquals("TIMEOUT", deadline.code());
        ActionException thrown = chrome.refusal("page_eval", data(tab, "\"expression\":\"null.x\""));
        assertEquals("EVAL_FAILED", thrown.code());
    }

    @Test
    void anAddressThatDoesNotAnswerIsANavigationFailure() throws Exception {
        int tab = openPage();
        ActionException failure = chrome.refusal("page_navigate", data(tab, "\"url\":\"http://127.0.0.1:1/\""));
        assertEquals("NAVIGATION_FAILED", failure.code());
        ActionException file = chrome.refusal("page_navigate", data(tab, "\"url\":\"file:///etc/passwd\""));
        assertEquals("FORBIDDEN", file.code());
        JsonNode answer = chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/missing") + "\""));
        assertEquals(404, answer.path("status").asInt());
        assertTrue(answer.path("loaded").asBoolean());
    }

    @Test
    void aTabThatClosesEndsWhatRunsInItAndNothingElse() throws Exception {
        int closing = openPage();
        int staying = openPage();
        var pending = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return chrome.refusal(
                                "page_eval", data(closing, "\"expression\":\"window.begun = new Promise(() => 0)\""));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
        chrome.ask(
                "run_actions",
                data(
                        closing,
                        "\"actions\":[{\"action\":\"page_eval\",\"data\":{\"expression\":\"new Promise(r => { const t"
                                + " = setInterval(() => { if (window.begun) { clearInterval(t); r(1); } }, 5); })\"}}]"));
        chrome.ask("tab_close", "{\"tabId\":" + closing + "}");
        ActionException gone = pending.get(5, TimeUnit.SECONDS);
        assertEquals("TAB_GONE", gone.code());
        assertEquals("Tab " + closing + " has been closed.", gone.sentence());
        assertEquals("A test page", chrome.eval(staying, "document.title").asString());
        assertEquals(
                "TAB_NOT_FOUND",
                chrome.refusal("page_eval", data(closing, "\"expression\":\"1\""))
                        .code());
    }
}
