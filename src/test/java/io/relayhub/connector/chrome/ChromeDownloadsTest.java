package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.spi.ActionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChromeDownloadsTest {
    private final List<JsonNode> behaviors = Collections.synchronizedList(new ArrayList<>());
    private final ScriptedChrome chrome = new ScriptedChrome()
            .on("Browser.setDownloadBehavior", params -> {
                behaviors.add(params.deepCopy());
                return "{}";
            })
            .on("Target.createBrowserContext", params -> "{\"browserContextId\":\"C\"}");

    @AfterEach
    void close() {
        chrome.close();
    }

    private void begin(String file, String url) throws Exception {
        chrome.ask("tab_list", "{}");
        chrome.browserEvent(
                "Browser.downloadWillBegin",
                "{\"frameId\":\"T\",\"guid\":\"" + file + "\",\"url\":\"" + url
                        + "\",\"suggestedFilename\":\"a.txt\"}");
    }

    @Test
    void aPersonsOwnBrowserKeepsItsDownloadsAndSaysSo() throws Exception {
        begin("f1", "https://site.example/a.txt");
        chrome.browserEvent(
                "Browser.downloadProgress",
                "{\"guid\":\"f1\",\"state\":\"completed\",\"totalBytes\":5,\"receivedBytes\":5}");
        JsonNode waited = chrome.ask("page_wait", "{\"download\":\"a.txt\"}").path("download");
        assertThat(waited.path("state").asString()).isEqualTo("completed");
        JsonNode entry = chrome.ask("download_list", "{}").path("downloads").path(0);
        assertThat(entry.path("kept").asBoolean(true)).isFalse();
        assertThat(entry.path("received").asInt()).isEqualTo(5);
        assertThat(chrome.commands()).contains("Browser.setDownloadBehavior default");
        ActionException refusal = chrome.refusal("download_read", "{\"id\":\"d1\"}");
        assertThat(refusal.code()).isEqualTo("FORBIDDEN");
        assertThat(refusal.sentence()).contains("context_open");
    }

    @Test
    void downloadsOfAnAgentsOwnContextGoToTheConnector() throws Exception {
        chrome.ask("tab_list", "{}");
        chrome.askAnyhow("context_open", "{}");
        assertThat(behaviors.getLast().path("behavior").asString()).isEqualTo("allowAndName");
        assertThat(behaviors.getLast().path("browserContextId").asString()).isEqualTo("C");
    }

    @Test
    void whatIsNotThereIsNotRead() throws Exception {
        assertThat(chrome.refusal("download_read", "{\"id\":\"d9\"}").code()).isEqualTo("NOT_FOUND");
        assertThat(chrome.refusal("download_read", "{\"id\":\"d9\",\"path\":\"/etc\"}")
                        .code())
                .isEqualTo("BAD_REQUEST");
        assertThat(chrome.refusal("trace_read", "{\"id\":\"t9\"}").code()).isEqualTo("NOT_FOUND");
        assertThat(chrome.refusal("trace_stop", "{}").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void oneTraceAtATimeAndTheRefusalSaysWhose() throws Exception {
        chrome.on("Tracing.start", params -> "!Tracing has already been started (possibly in another tab).");
        assertThat(chrome.refusal("trace_start", "{}").code()).isEqualTo("BUSY");
        // The refused one has left nothing behind.
        chrome.on("Tracing.start", params -> "{}");
        assertThat(chrome.ask("trace_start", "{}").path("recording").asBoolean())
                .isTrue();
        assertThat(chrome.refusal("trace_start", "{}").sentence()).contains("trace_stop");
    }

    @Test
    void aTraceThatIsNoneIsAnErrorAndNotASummary() throws Exception {
        chrome.on("Tracing.end", params -> {
            chrome.event("Tracing.tracingComplete", "{\"stream\":\"1\",\"dataLossOccurred\":false}");
            return "{}";
        });
        chrome.on("IO.read", params -> "{\"data\":\"nonsense\",\"eof\":true}");
        chrome.ask("trace_start", "{}");
        assertThat(chrome.refusal("trace_stop", "{}").code()).isEqualTo("FAILED");
        assertThat(chrome.commands()).contains("IO.close");
    }
}
