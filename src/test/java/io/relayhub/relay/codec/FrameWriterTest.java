package io.relayhub.relay.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private final JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);
    private final Envelope envelope = new Envelope(Field.MEMBERS);
    private final FrameWriter writer = new FrameWriter();
    private final HubId ids = new HubId("h1", 7);

    private Envelope scan(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(scanner.scan(bytes, 0, bytes.length, envelope)).isPositive();
        return envelope;
    }

    private static String text(Pieces message) {
        return new String(message.toArray(), UTF_8);
    }

    private static String text(Message message) {
        return new String(message.array(), message.offset(), message.length(), UTF_8);
    }

    @Test
    void onlyTheIdsBytesChange() {
        assertThat(text(writer.towardsConnector(
                        scan("{ \"action\":\"a\" ,\"id\":  7 , \"n\":1.50E+3,\"s\":\"\\u0041\\/\"}"), ids, 12, null)))
                .isEqualTo("{ \"action\":\"a\" ,\"id\":  \"h1-7-12\" , \"n\":1.50E+3,\"s\":\"\\u0041\\/\"}\n");
    }

    @Test
    void lineFeedsBetweenTokensBecomeSpaces() {
        assertThat(text(writer.towardsConnector(scan("{\n\"id\":1,\r\n\"action\":\"a\\n\"\n}"), ids, 1, null)))
                .isEqualTo("{ \"id\":\"h1-7-1\",\r \"action\":\"a\\n\" }\n");
    }

    @Test
    void whoAsksStandsBehindTheId() {
        AgentId agent = new AgentId("h1", "s17");
        assertThat(text(writer.towardsConnector(scan("{ \"id\" : 7 ,\"action\":\"a\"}"), ids, 12, agent)))
                .isEqualTo("{ \"id\" : \"h1-7-12\",\"agent\":\"h1-s17\" ,\"action\":\"a\"}\n");
    }

    @Test
    void whatAnAgentSaysItsNameIsGivesWayToTheHubs() {
        AgentId agent = new AgentId("h1", "s17");
        assertThat(text(writer.towardsConnector(
                        scan("{\"id\":7,\"action\":\"a\",\"ag\\u0065nt\" : {\"agent\":[\"x\"]} ,\"data\":1}"),
                        ids,
                        12,
                        agent)))
                .isEqualTo("{\"id\":\"h1-7-12\",\"action\":\"a\",\"ag\\u0065nt\" : \"h1-s17\" ,\"data\":1}\n");
        assertThat(text(writer.towardsConnector(
                        scan("{\"agent\":\"h1-s9\",\n\"id\":7,\"action\":\"a\",\"data\":{\"agent\":1}}"),
                        ids,
                        12,
                        agent)))
                .isEqualTo("{\"agent\":\"h1-s17\", \"id\":\"h1-7-12\",\"action\":\"a\",\"data\":{\"agent\":1}}\n");
    }

    @Test
    void theAgentGetsItsOwnTokenBack() {
        Frame.Request request =
                (Frame.Request) new FrameReader().read(scan("{\"id\":\"\\u0061\ud83d\ude00\",\"action\":\"a\"}"));
        assertThat(text(writer.towardsAgent(scan("{\"id\":\"h1-7-1\",\"success\":true}"), request.id(), null)))
                .isEqualTo("{\"id\":\"\\u0061\ud83d\ude00\",\"success\":true}\n");
    }

    @Test
    void aVersionWarningIsTheLastMember() {
        Frame.Request request = (Frame.Request) new FrameReader().read(scan("{\"id\":1,\"action\":\"a\"}"));
        String sent = text(writer.towardsAgent(
                scan("{\"id\":\"h1-7-1\",\"success\":true,\"data\":{} }"), request.id(), "agent \"1\""));
        assertThat(sent).isEqualTo("{\"id\":1,\"success\":true,\"data\":{} ,\"versionWarning\":\"agent \\\"1\\\"\"}\n");
        assertThat(scan(sent).has(Field.VERSION_WARNING)).isTrue();
    }

    @Test
    void tenMebibytesPassByteForByte() {
        var text = new StringBuilder("{ \"id\" :\t\"x\"\r, \"action\":\"a\",\"data\":[");
        String odd = "{\"k\" :\"\\u00e9\\ud83d\\ude00 \\\\ \\/ \\b " + "y".repeat(900)
                + "\u4f60\"}\t ,\r 1.0e+00, -0.0 ,1E5, ";
        while (text.length() < 10 * 1024 * 1024 - odd.length() - 100) {
            text.append(odd);
        }
        byte[] message = text.append("null]}").toString().getBytes(UTF_8);
        assertThat(scanner.scan(message, 0, message.length, envelope)).isEqualTo(message.length);
        byte[] sent = writer.towardsConnector(envelope, ids, 1, null).toArray();
        byte[] id = "\"h1-7-1\"".getBytes(UTF_8);
        int idFrom = envelope.valueFrom(Field.ID);
        assertThat(Arrays.equals(message, 0, idFrom, sent, 0, idFrom)).isTrue();
        assertThat(Arrays.equals(
                        message, envelope.valueTo(Field.ID), message.length, sent, idFrom + id.length, sent.length - 1))
                .isTrue();
    }

    @Test
    void anIdShowsWhoseRequestItMeans() {
        assertThat(ids.number(scan("{\"id\":\"h1-7-12\"}"))).isEqualTo(12);
        for (String id : new String[] {
            "\"h1-7-\"", "\"h1-7-x\"", "\"h1-70-1\"", "\"h2-7-1\"", "12", "\"h1-7-1234567890123456789\"", "\"\""
        }) {
            assertThat(ids.number(scan("{\"id\":" + id + "}"))).as(id).isEqualTo(-1);
        }
        assertThat(ids.number(scan("{\"id\":\"h1\\u002d7-\\u0031\\u0032\"}"))).isEqualTo(12);
        assertThat(ids.number(scan("{\"id\":\"h1\\u002d7-12\\\"\"}"))).isEqualTo(-1);
        assertThat(ids.connectorOf(scan("{\"id\":\"h1-9-12\"}"))).isEqualTo(9);
        assertThat(ids.connectorOf(scan("{\"id\":\"h2-9-12\"}"))).isEqualTo(-1);
        assertThat(ids.connectorOf(scan("{\"id\":\"h1-9\"}"))).isEqualTo(-1);
    }

    @Test
    void errorsAreTheAgentsShape() {
        Frame.Request request = (Frame.Request) new FrameReader().read(scan("{\"id\":\"q\",\"action\":\"a\"}"));
        assertThat(text(FrameWriter.error(
                        request.id(), "No \"luck\".", "NO_CONNECTOR", FrameWriter.Verdict.RETRYABLE, 5)))
                .isEqualTo(
                        "{\"id\":\"q\",\"success\":false,\"error\":\"No \\\"luck\\\".\",\"errorCode\":\"NO_CONNECTOR\","
                                + "\"retryable\":true,\"retryAfterMs\":5}\n");
        assertThat(text(FrameWriter.error(null, "x", "BAD_JSON", FrameWriter.Verdict.FINAL, 0)))
                .isEqualTo(
                        "{\"id\":null,\"success\":false,\"error\":\"x\",\"errorCode\":\"BAD_JSON\",\"retryable\":false}\n");
    }
}
