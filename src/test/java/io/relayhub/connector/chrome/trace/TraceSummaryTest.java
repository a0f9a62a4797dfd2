package io.relayhub.connector.chrome.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TraceSummaryTest {
    private static TraceFile file(String events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(("{\"metadata\":{\"a\":[1]},\"traceEvents\":[" + events + "]}").getBytes(StandardCharsets.UTF_8));
        }
        return new TraceFile(bytes.toByteArray());
    }

    private static String event(String name, int ts, int dur, String args) {
        return "{\"name\":\"" + name + "\",\"ph\":\"X\",\"pid\":7,\"tid\":1,\"ts\":" + ts + ",\"dur\":" + dur
                + ",\"args\":" + args + "},";
    }

    private static final String PLACE =
            "{\"name\":\"TracingStartedInBrowser\",\"pid\":1,\"args\":{\"data\":{\"frames\":[{\"frame\":\"F\","
                    + "\"processId\":7}]}}},{\"name\":\"thread_name\",\"pid\":7,\"tid\":1,\"args\":{\"name\":"
                    + "\"CrRendererMain\"}}";

    @Test
    void theMainThreadsTimeIsSplitWithoutCountingItTwice() throws Exception {
        JsonNode summary = TraceSummary.of(
                file(event("RunTask", 1_000_000, 100_000, "{}")
                        + event("FunctionCall", 1_010_000, 80_000, "{\"data\":{\"url\":\"https://site.example/a.js\"}}")
                        + event("Layout", 1_020_000, 20_000, "{}")
                        + event("RunTask", 1_200_000, 10_000, "{}")
                        + "{\"name\":\"RunTask\",\"ph\":\"X\",\"pid\":8,\"tid\":1,\"ts\":1,\"dur\":900000},"
                        + PLACE),
                "F");
        assertThat(summary.path("mainThread").path("scripting").asDouble()).isEqualTo(60);
        assertThat(summary.path("mainThread").path("rendering").asDouble()).isEqualTo(20);
        assertThat(summary.path("mainThread").path("other").asDouble()).isEqualTo(30);
        assertThat(summary.path("longTaskCount").asInt()).isEqualTo(1);
        JsonNode task = summary.path("longTasks").path(0);
        assertThat(task.path("duration").asDouble()).isEqualTo(100);
        assertThat(task.path("mostly").asString()).isEqualTo("FunctionCall");
        assertThat(task.path("url").asString()).isEqualTo("https://site.example/a.js");
    }

    @Test
    void vitalsCountFromTheNavigationAndAreNullWithoutIt() throws Exception {
        JsonNode none = TraceSummary.of(file(PLACE), "F").path("vitals");
        assertThat(none.path("lcp").isNull()).isTrue();
        assertThat(none.path("inp").isNull()).isTrue();
        JsonNode summary = TraceSummary.of(
                file(event(
                                "navigationStart",
                                1_000_000,
                                0,
                                "{\"frame\":\"F\",\"data\":{\"documentLoaderURL\":\"https://site.example/\","
                                        + "\"isLoadingMainFrame\":true}}")
                        + event("largestContentfulPaint::Candidate", 1_300_000, 0, "{\"frame\":\"F\",\"data\":{}}")
                        + event("LayoutShift", 1_400_000, 0, "{\"data\":{\"score\":0.1}}")
                        + event("LayoutShift", 1_500_000, 0, "{\"data\":{\"score\":0.05}}")
                        + event("LayoutShift", 4_500_000, 0, "{\"data\":{\"score\":0.12}}")
                        + event("EventTiming", 1_600_000, 0, "{\"data\":{\"duration\":48,\"interactionId\":5}}")
                        + event(
                                "ResourceSendRequest",
                                1_100_000,
                                0,
                                "{\"data\":{\"requestId\":\"1\",\"url\":\"https://site.example/a\"}}")
                        + event(
                                "ResourceReceiveResponse",
                                1_150_000,
                                0,
                                "{\"data\":{\"requestId\":\"1\",\"statusCode\":200}}")
                        + event(
                                "ResourceFinish",
                                1_200_000,
                                0,
                                "{\"data\":{\"requestId\":\"1\",\"encodedDataLength\":99}}")
                        + PLACE),
                "F");
        assertThat(summary.path("vitals").path("lcp").asDouble()).isEqualTo(300);
        assertThat(summary.path("vitals").path("cls").asDouble()).isEqualTo(0.15);
        assertThat(summary.path("vitals").path("inp").asDouble()).isEqualTo(48);
        assertThat(summary.path("slowestRequests").path(0).toString())
                .isEqualTo("{\"url\":\"https://site.example/a\",\"start\":100.0,\"duration\":100.0,\"status\":200,"
                        + "\"bytes\":99}");
    }

    @Test
    void whatIsNoTraceIsRefused() {
        assertThatThrownBy(() -> TraceSummary.of(new TraceFile(new byte[] {1, 2}), "F"))
                .isInstanceOf(IOException.class);
    }
}
