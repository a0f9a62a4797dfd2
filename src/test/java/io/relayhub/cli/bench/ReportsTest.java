package io.relayhub.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.bench.Load;
import io.relayhub.bench.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
    private static final String HUB = "ws://h/ws<&\">";

    private static Outcome outcome(long answers) {
        var latencies = new Histogram(3_600_000_000_000L, 3);
        for (int i = 1; i <= answers; i++) {
            latencies.recordValue(i * 1_000_000L);
        }
        var load = new Load(
                URI.create("ws://h/ws?token=CANARY"),
                "CANARY",
                20,
                4,
                8,
                0,
                64,
                1_000,
                5,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));
        return new Outcome(
                load,
                Duration.ofSeconds(10),
                latencies,
                answers,
                answers * 2_000_000,
                new TreeMap<>(Map.of("CONNECTOR_BUSY", 2L)),
                0,
                0,
                0,
                0,
                1,
                "<gone>",
                0.25,
                0.5,
                true,
                true);
    }

    @Test
    void textIsReadAtAGlance() {
        assertThat(TextReport.of(outcome(100), HUB)).isEqualTo("""
                ws://h/ws<&">
                20 agents, 4 connectors, 8 in flight each, requests of 64 B, answers of 1000 B, 5 idle connections, 10.0 s

                  Requests/s  10   (20.0 MB/s of answers)
                  Latency     p50 50.00 ms   p90 90.05 ms   p99 99.02 ms   p99.9 100.01 ms   longest 100.01 ms
                  Errors      CONNECTOR_BUSY 2
                """);
    }

    @Test
    void aTimeIsInAPersonsUnit() {
        assertThat(TextReport.time(999)).isEqualTo("999 µs");
        assertThat(TextReport.time(1_500)).isEqualTo("1.50 ms");
        assertThat(TextReport.time(2_000_000)).isEqualTo("2.00 s");
    }

    @Test
    void jsonHasTheSame() {
        JsonNode json = JsonMapper.shared().readTree(JsonReport.of(outcome(100), HUB));
        assertThat(json.path("requestsPerSecond").asInt()).isEqualTo(10);
        assertThat(json.path("latencyMicros").path("p90").asDouble()).isBetween(90_000.0, 90_100.0);
        assertThat(json.path("errors").path("CONNECTOR_BUSY").asInt()).isEqualTo(2);
        assertThat(json.path("load").path("inFlight").asInt()).isEqualTo(8);
        assertThat(json.path("benchWasTheLimit").asBoolean(true)).isFalse();
        assertThat(json.path("caveats").get(0).asString()).contains("<gone>");
    }

    @Test
    void thePageHoldsAllThatItNeedsAndNoMarkupOfOthers() {
        String page = HtmlReport.of(outcome(100), HUB);
        assertThat(page)
                .contains("<svg viewBox=", "<polyline", "99 %", "ws://h/ws&lt;&amp;&quot;&gt;", "&lt;gone&gt;")
                .doesNotContain("<script", "href=", "src=", "http", "NaN", "Infinity", "<gone>");
    }

    @Test
    void theLatencyAxisHasRoundSteps() {
        assertThat(HtmlReport.of(outcome(93), HUB))
                .contains(">0<", ">20 ms<", ">40 ms<", ">60 ms<", ">80 ms<", ">100 ms<")
                .doesNotContain("120 ms", ".00 ms</text>");
        assertThat(HtmlReport.of(outcome(7), HUB)).contains(">2 ms<", ">8 ms<").doesNotContain(">10 ms<");
    }

    @Test
    void nothingAnsweredIsNoBrokenPage() {
        assertThat(HtmlReport.of(outcome(0), HUB)).doesNotContain("NaN", "Infinity");
        assertThat(JsonReport.of(outcome(0), HUB)).doesNotContain("NaN", "Infinity");
    }

    @Test
    void noReportHoldsTheToken() {
        assertThat(TextReport.of(outcome(1), HUB) + JsonReport.of(outcome(1), HUB) + HtmlReport.of(outcome(1), HUB))
                .doesNotContain("CANARY");
    }
}
