package io.relayhub.connector.chrome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.relayhub.connector.spi.ActionException;
import io.relayhub.testing.RealBrowser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Pages that crash, ask, hide, scroll and post: each action works or says why not.
@Timeout(120)
class ChromeTroubleIT extends WithOneBrowser {
    private static String out(int tab) throws Exception {
        return chrome.eval(tab, "document.getElementById('out').textContent").asString();
    }

    private static JsonNode requests(int tab, String filter, String rest) throws Exception {
        return chrome.ask("get_requests", data(tab, "\"filter\":\"" + filter + "\",\"withBodies\":true" + rest))
                .path("requests");
    }

    /// Chrome's processes write their own titles, which Java does not read everywhere.
    private static boolean isRenderer(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("--type=renderer");
        } catch (IOException e) {
            return process.info().commandLine().orElse("").contains("--type=renderer");
        }
    }

    @Test
    void aCrashedPageSaysSoAtOnceAndIsBackAfterANavigation() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        List<ProcessHandle> renderers = RealBrowser.launched().stream()
                .filter(ChromeTroubleIT::isRenderer)
                .toList();
        assumeFalse(renderers.isEmpty(), "no process here says that it is a renderer");
        RealBrowser.kill(renderers);
        for (String action : List.of("page_eval", "page_snapshot", "get_screenshot")) {
            String rest = action.equals("page_eval") ? "\"expression\":\"1\"" : "\"timeout\":0";
            ActionException crashed = chrome.refusal(action, data(tab, rest));
            assertEquals("TAB_GONE", crashed.code(), action);
            assertTrue(crashed.sentence().contains("has crashed"), crashed.sentence());
        }
        JsonNode back = chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("/page") + "\""));
        assertTrue(back.path("loaded").asBoolean());
        assertEquals("A test page", chrome.eval(tab, "document.title").asString());
        JsonNode frames = chrome.ask("page_frames", "{\"tabId\":" + tab + "}").path("frames");
        assertEquals(1, frames.size(), frames.toString());
        chrome.ask("page_wait", data(tab, "\"selector\":\"#go\""));
    }

    @Test
    void aDownloadIsSaidToBeOneAndTheTabGoesOn() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        ActionException download =
                chrome.refusal("page_navigate", data(tab, "\"url\":\"" + pages.url("/download") + "\""));
        assertEquals("NAVIGATION_FAILED", download.code());
        assertTrue(download.sentence().contains("it is a download"), download.sentence());
        assertEquals("A test page", chrome.eval(tab, "document.title").asString());
    }

    @Test
    void aDialogIsAnsweredAndNoted() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        chrome.ask("page_click", data(tab, "\"selector\":\"#ask\""));
        assertEquals("told false", out(tab));
        assertEquals(7, chrome.eval(tab, "alert('now'), 7").asInt());
        JsonNode logs = chrome.ask("get_logs", data(tab, "\"limit\":5")).path("logs");
        assertEquals("alert: now", logs.path(0).path("text").asString());
        assertEquals("confirm: sure?", logs.path(1).path("text").asString());
    }

    @Test
    void anElementFarBelowIsClickedThoughThePageScrollsSmoothly() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        chrome.ask("page_click", data(tab, "\"selector\":\"#deep\""));
        assertEquals("deep", out(tab));
    }

    @Test
    void plainWordsCanBeClicked() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        chrome.ask("page_click", data(tab, "\"text\":\"Plain words\""));
        assertEquals("words", out(tab));
    }

    @Test
    void whatIsMeantForAHiddenFieldIsTypedNowhere() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        chrome.ask("page_type", data(tab, "\"selector\":\"#seen\",\"text\":\"here\""));
        ActionException hidden =
                chrome.refusal("page_type", data(tab, "\"selector\":\"#hidden\",\"text\":\"x\",\"timeout\":0"));
        assertEquals("ELEMENT_NOT_ACTIONABLE", hidden.code());
        assertEquals(
                "here,", chrome.eval(tab, "[seen.value, hidden.value].join()").asString());
    }

    @Test
    void waitingForABusyPageEndsInTime() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        chrome.eval(tab, "setTimeout(() => { const end = Date.now() + 10000; while (Date.now() < end); }, 0), 1");
        long begun = System.nanoTime();
        ActionException late = chrome.refusal("page_wait", data(tab, "\"selector\":\"#never\",\"timeout\":500"));
        assertEquals("TIMEOUT", late.code());
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(8).toNanos(), "as soon as the time is over");
    }

    @Test
    void aLargePostedBodyIsFetchedWhenItIsAskedFor() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        String post = "fetch('/api/two', {method: 'POST', body: JSON.stringify('y'.repeat(100000))})"
                + ".then(answer => answer.text()).then(text => text.length)";
        chrome.eval(tab, post);
        JsonNode plain = chrome.ask("get_requests", data(tab, "\"filter\":\"/api/two\""))
                .path("requests")
                .path(0);
        assertTrue(plain.path("hasRequestBody").asBoolean(), plain.toString());
        JsonNode full = requests(tab, "/api/two", ",\"maxBodyChars\":200000").path(0);
        assertEquals(100_002, full.path("requestBody").asString("").length());
        assertTrue(full.path("responseBody").asString("").length() > 100_000);
        JsonNode cut = requests(tab, "/api/two", ",\"maxBodyChars\":10").path(0);
        assertEquals("\"yyyyyyyyy", cut.path("requestBody").asString());
        assertEquals(100_002, cut.path("requestBodyLength").asInt());

        chrome.ask("page_navigate", data(tab, "\"url\":\"" + pages.url("localhost", "/page") + "\""));
        JsonNode after = requests(tab, "/api/two", "").path(1);
        for (String body : List.of("requestBody", "responseBody")) {
            boolean said = after.has(body)
                    || !after.path(body + "Missing").asString("").isEmpty();
            assertTrue(said, body + ": " + after);
        }
    }

    @Test
    void theLegOfARedirectDoesNotHaveTheBodyOfItsEnd() throws Exception {
        int tab = chrome.open(pages.url("/awkward"));
        chrome.eval(tab, "fetch('/hop').then(answer => answer.text())");
        JsonNode leg = requests(tab, "/hop", "").path(0);
        assertEquals(302, leg.path("status").asInt());
        assertFalse(leg.has("responseBody"), leg.toString());
        JsonNode end = requests(tab, "/api/one", "").path(0);
        assertEquals("{\"answer\":1}", end.path("responseBody").asString());
    }

    @Test
    void aProxiedBodyIsAnyBytesBothWays() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff, (byte) 0xfe, 'a', (byte) 0xc3};
        String body = Base64.getEncoder().encodeToString(bytes);
        List<JsonNode> answers = new ArrayList<>();
        for (String type : List.of("auto", "base64")) {
            answers.add(chrome.ask(
                    "proxy_request",
                    "{\"url\":\"" + pages.url("/echo")
                            + "\",\"method\":\"POST\",\"bodyEncoding\":\"base64\",\"body\":\"" + body
                            + "\",\"responseType\":\"" + type + "\"}"));
        }
        for (JsonNode answer : answers) {
            assertEquals("base64", answer.path("bodyType").asString());
            assertArrayEquals(
                    bytes, Base64.getDecoder().decode(answer.path("body").asString()));
        }
        ActionException wrong = chrome.refusal(
                "proxy_request",
                "{\"url\":\"" + pages.url("/echo")
                        + "\",\"method\":\"POST\",\"bodyEncoding\":\"base64\",\"body\":\"%\"}");
        assertEquals("BAD_REQUEST", wrong.code());
    }
}
