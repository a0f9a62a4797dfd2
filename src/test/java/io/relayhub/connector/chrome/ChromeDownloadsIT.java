package io.relayhub.connector.chrome;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.connector.spi.ActionException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ChromeDownloadsIT extends WithOneBrowser {
    private static byte[] bytes(JsonNode answer) {
        return Base64.getDecoder().decode(answer.path("data").asString());
    }

    private static JsonNode waited(int tab, String pattern) throws Exception {
        return chrome.ask("page_wait", data(tab, "\"download\":\"" + pattern + "\""))
                .path("download");
    }

    @Test
    void aDownloadIsFetchedByItsIdInPieces() throws Exception {
        String url = pages.page("/links", "<a id=a href=/download>get</a>");
        int tab = chrome.open(url);
        chrome.ask("page_click", data(tab, "\"selector\":\"#a\""));
        JsonNode download = waited(tab, "file.bin");
        assertThat(download.path("state").asString()).isEqualTo("completed");
        assertThat(download.path("total").asInt()).isEqualTo(2);
        assertThat(download.toString()).doesNotContain("/tmp").doesNotContain("guid");
        String id = "\"id\":\"" + download.path("id").asString() + "\"";
        JsonNode first = chrome.ask("download_read", "{" + id + ",\"length\":1}");
        assertThat(bytes(first)).containsExactly(1);
        assertThat(first.path("next").asInt()).isEqualTo(1);
        JsonNode rest = chrome.ask("download_read", "{" + id + ",\"offset\":1}");
        assertThat(bytes(rest)).containsExactly(2);
        assertThat(rest.has("next")).isFalse();
        chrome.ask("download_remove", "{" + id + "}");
        ActionException gone = chrome.refusal("download_read", "{" + id + "}");
        assertThat(gone.code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatAPageMakesItselfInAContextOfItsOwnIsItsDownload() throws Exception {
        JsonNode context = chrome.ask("context_open", "{}");
        String name = context.path("context").asString();
        int tab = context.path("tabId").asInt();
        String url = pages.page(
                "/blob",
                "<button id=b onclick=\"const a=document.createElement('a');a.download='made.txt';"
                        + "a.href=window.URL.createObjectURL(new Blob(['made here']));a.click()\">make</button>");
        chrome.ask("page_navigate", data(tab, "\"url\":\"" + url + "\""));
        chrome.ask("page_click", data(tab, "\"selector\":\"#b\""));
        JsonNode download = waited(tab, "made.txt");
        assertThat(download.path("state").asString()).isEqualTo("completed");
        assertThat(chrome.ask("download_list", "{\"context\":\"" + name + "\"}")
                        .path("downloads")
                        .path(0)
                        .path("context")
                        .asString())
                .isEqualTo(name);
        JsonNode read =
                chrome.ask("download_read", "{\"id\":\"" + download.path("id").asString() + "\"}");
        assertThat(new String(bytes(read), StandardCharsets.UTF_8)).isEqualTo("made here");
        chrome.ask("context_close", "{\"context\":\"" + name + "\"}");
    }

    @Test
    void oneUnderWaySaysSoUntilItIsCancelled() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        pages.answering("/endless.bin", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 1_000_000);
            try (var out = exchange.getResponseBody()) {
                out.write(new byte[100_000]);
                out.flush();
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int tab = chrome.open(pages.page("/slow", "<a id=a href=/endless.bin download>get</a>"));
        chrome.ask("page_click", data(tab, "\"selector\":\"#a\""));
        ActionException refusal =
                chrome.refusal("page_wait", data(tab, "\"download\":\"/endless.bin\",\"timeout\":1000"));
        assertThat(refusal.code()).isEqualTo("TIMEOUT");
        JsonNode under = chrome.ask("download_list", "{\"tabId\":" + tab + "}")
                .path("downloads")
                .path(0);
        assertThat(under.path("state").asString()).isEqualTo("in_progress");
        String id = "{\"id\":\"" + under.path("id").asString() + "\"}";
        assertThat(chrome.refusal("download_read", id).sentence()).contains("in_progress");
        chrome.ask("download_remove", id);
        assertThat(chrome.ask("download_list", "{\"tabId\":" + tab + "}").path("downloads"))
                .isEmpty();
        over.countDown();
    }

    @Test
    void aTraceTellsWhatThePageDidAndCanBeFetched() throws Exception {
        String url = pages.page(
                "/busy",
                "<h1>busy</h1><button id=b>b</button><script>b.onclick=()=>{const end=performance.now()+120;"
                        + "while(performance.now()<end){}}</script>");
        int tab = chrome.open("about:blank");
        chrome.ask("tab_activate", "{\"tabId\":" + tab + "}");
        chrome.ask("trace_start", data(tab, "\"maxTime\":20000"));
        assertThat(chrome.refusal("trace_start", "{\"tabId\":" + tab + "}").code())
                .isEqualTo("BUSY");
        int other = chrome.open("about:blank");
        assertThat(chrome.refusal("trace_start", "{\"tabId\":" + other + "}").code())
                .isEqualTo("BUSY");
        chrome.ask("page_navigate", data(tab, "\"url\":\"" + url + "\""));
        chrome.ask("page_click", data(tab, "\"selector\":\"#b\""));
        JsonNode trace = chrome.ask("trace_stop", "{\"tabId\":" + tab + "}");
        JsonNode summary = trace.path("summary");
        assertThat(summary.path("longTaskCount").asInt()).as(summary.toString()).isPositive();
        assertThat(summary.path("longTasks").path(0).path("duration").asDouble())
                .isGreaterThan(100);
        assertThat(summary.path("mainThread").path("scripting").asDouble()).isGreaterThan(100);
        assertThat(summary.path("vitals").path("fcp").isNumber())
                .as(summary.toString())
                .isTrue();
        assertThat(summary.path("slowestRequests").path(0).path("url").asString())
                .startsWith("http://127.0.0.1");
        byte[] raw =
                bytes(chrome.ask("trace_read", "{\"id\":\"" + trace.path("id").asString() + "\",\"length\":6291456}"));
        assertThat(raw).hasSize(trace.path("size").asInt());
        try (var in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            assertThat(new String(in.readNBytes(2_000), StandardCharsets.UTF_8)).contains("traceEvents");
        }
        // Chrome is free for the next one, which ends by its time.
        chrome.ask("trace_start", data(tab, "\"maxTime\":100"));
        chrome.ask("page_wait", data(tab, "\"time\":1500"));
        assertThat(chrome.ask("trace_stop", "{\"tabId\":" + tab + "}")
                        .path("endedByTime")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void vitalsAreNullForWhatHasNotHappened() throws Exception {
        int tab = chrome.open(pages.url("/page"));
        chrome.eval(tab, "ready");
        JsonNode vitals = chrome.ask("get_vitals", "{\"tabId\":" + tab + "}");
        assertThat(vitals.path("inp").isNull()).as(vitals.toString()).isTrue();
        assertThat(vitals.path("dom").path("elements").asInt()).isPositive();
        assertThat(vitals.path("jsHeap").asLong()).isPositive();
        assertThat(vitals.path("transferred").asLong()).isPositive();
        assertThat(vitals.path("requests").asInt()).isPositive();
    }
}
