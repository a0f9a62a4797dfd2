package io.relayhub.relay.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.JsonLimits;
import io.relayhub.link.json.JsonScanner;
import io.relayhub.relay.codec.Frame.Outcome;
import io.relayhub.relay.codec.Frame.Problem;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);

    private Frame read(String json) {
        var envelope = new Envelope(Field.MEMBERS);
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(scanner.scan(bytes, 0, bytes.length, envelope)).isEqualTo(bytes.length);
        return new FrameReader().read(envelope);
    }

    private Frame.Request request(String members) {
        return (Frame.Request) read("{\"id\":\"1\",\"action\":\"a\"," + members + "}");
    }

    @Test
    void shapesAreTellingWithoutAType() {
        assertThat(read("{\"id\":1,\"action\":\"a\"}")).isInstanceOf(Frame.Request.class);
        assertThat(read("{\"id\":\"1\",\"success\":true}")).isInstanceOf(Frame.Answer.class);
        assertThat(read("{\"id\":\"1\",\"success\":true,\"action\":\"echoed\"}"))
                .isInstanceOf(Frame.Answer.class);
        assertThat(read("{\"type\":\"ping\",\"timestamp\":1}")).isInstanceOf(Frame.Ping.class);
        assertThat(read("{\"type\":\"pong\"}")).isInstanceOf(Frame.Pong.class);
        assertThat(read("{\"type\":\"cancel\",\"id\":\"1\"}")).isInstanceOf(Frame.Cancel.class);
        assertThat(read("{\"type\":\"progress\",\"id\":\"1\"}")).isInstanceOf(Frame.Progress.class);
        assertThat(read("{\"id\":1,\"action\":\"a\",\"type\":\"mine\"}")).isInstanceOf(Frame.Request.class);
    }

    @Test
    void aRequestSaysHowItWantsToBeTreated() {
        Frame.Request request = request(
                "\"data\":{},\"version\":\"1.30.0\",\"connector\":\"mac\",\"labels\":{\"os\":\"m\\u0061c\"},\"idempotent\":true");
        assertThat(request.version()).isEqualTo("1.30.0");
        assertThat(request.connector()).isEqualTo("mac");
        assertThat(request.labels()).isEqualTo(Map.of("os", "mac"));
        assertThat(request.idempotent()).isTrue();
        assertThat(request("\"idempotent\":false").idempotent()).isFalse();
    }

    @Test
    void timeoutsAreMillisecondsOrSeconds() {
        assertThat(request("\"timeoutMs\":1500").timeoutMillis()).isEqualTo(1500);
        assertThat(request("\"timeoutSec\":1.5").timeoutMillis()).isEqualTo(1500);
        assertThat(request("\"timeoutSec\":1e300").timeoutMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(request("\"timeoutMs\":0.2").timeoutMillis()).isEqualTo(1);
        assertThat(request("\"timeoutMs\":null").timeoutMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"timeoutMs\":0",
                "\"timeoutMs\":-5",
                "\"timeoutSec\":\"60\"",
                "\"connector\":7",
                "\"labels\":[]",
                "\"labels\":{\"a\":1}",
                "\"version\":1.3"
            })
    void aMemberOfTheWrongKindIsABadRequestThatNamesIt(String members) {
        assertThat(read("{\"id\":\"1\",\"action\":\"a\"," + members + "}"))
                .asInstanceOf(type(Frame.Invalid.class))
                .satisfies(invalid -> {
                    assertThat(invalid.problem()).isEqualTo(Problem.BAD_REQUEST);
                    assertThat(invalid.id()).isNotNull();
                    assertThat(invalid.sentence()).contains(members.substring(0, members.indexOf(':')));
                });
    }

    @Test
    void idsAreStringsOf1To128CharactersOrIntegers() {
        for (String id : new String[] {
            "\"a\"", "7", "-7", "\"__proto__\"", "\"\ud83d\ude00\"", "\"" + "x".repeat(128) + "\"", "\"a\\n\""
        }) {
            assertThat(read("{\"id\":" + id + ",\"action\":\"a\"}")).as(id).isInstanceOf(Frame.Request.class);
        }
        for (String id : new String[] {
            "\"\"",
            "1.5",
            "1e3",
            "null",
            "true",
            "{}",
            "[1]",
            "\"" + "x".repeat(129) + "\"",
            "\"" + "\\n".repeat(129) + "\""
        }) {
            assertThat(read("{\"id\":" + id + ",\"action\":\"a\"}"))
                    .as(id)
                    .asInstanceOf(type(Frame.Invalid.class))
                    .satisfies(invalid -> assertThat(invalid.id()).isNull());
        }
    }

    @Test
    void idsAreComparedByWhatTheyMean() {
        assertThat(idOf("\"a\"")).isEqualTo(idOf("\"\\u0061\"")).isNotEqualTo(idOf("\"b\""));
        assertThat(idOf("1")).isNotEqualTo(idOf("\"1\""));
    }

    private RequestId idOf(String token) {
        return ((Frame.Request) read("{\"id\":" + token + ",\"action\":\"a\"}")).id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"1\",\"id\":\"2\",\"action\":\"a\"}",
                "{\"id\":\"1\",\"\\u0069d\":\"2\",\"action\":\"a\"}",
                "{\"id\":\"1\",\"action\":\"a\",\"action\":\"b\"}",
                "{\"type\":\"ping\",\"type\":\"pong\"}",
                "{\"id\":\"1\",\"success\":true,\"success\":false}"
            })
    void aRepeatedMemberThatDecidesWhereTheMessageGoesIsRefused(String json) {
        assertThat(read(json)).isInstanceOf(Frame.Invalid.class);
    }

    @Test
    void anAnswersSuccessIsTrueOrFalse() {
        assertThat(((Frame.Answer) read("{\"id\":\"1\",\"success\":false}")).outcome())
                .isEqualTo(Outcome.FAILURE);
        assertThat(((Frame.Answer) read("{\"id\":\"1\",\"success\":\"yes\"}")).outcome())
                .isEqualTo(Outcome.UNREADABLE);
        assertThat(((Frame.Answer) read("{\"id\":\"1\",\"result\":1}")).outcome())
                .isEqualTo(Outcome.UNREADABLE);
    }

    @Test
    void whatHasNoShapeIsNamed() {
        assertThat(read("{\"type\":\"dance\"}"))
                .asInstanceOf(type(Frame.Invalid.class))
                .satisfies(invalid -> assertThat(invalid.problem()).isEqualTo(Problem.UNKNOWN_TYPE));
        assertThat(read("{}")).isInstanceOf(Frame.Invalid.class);
        assertThat(read("{\"type\":7}")).isInstanceOf(Frame.Invalid.class);
    }

    @Test
    void aConnectorSaysWhatItIs() {
        var hello = (Frame.ConnectorHello)
                read(
                        "{\"type\":\"connector_hello\",\"connectorId\":\"c\",\"name\":\"n\",\"version\":\"1.2.3\","
                                + "\"labels\":{\"os\":\"mac\"},\"actions\":[\"a\",\"b\"],\"features\":[\"cancel\"],\"maxInFlight\":4,\"agents\":[\"h-s1\"]}");
        assertThat(hello)
                .isEqualTo(new Frame.ConnectorHello(
                        "c", "n", "1.2.3", Map.of("os", "mac"), Set.of("a", "b"), Set.of("cancel"), 4, Set.of("h-s1")));
        assertThat(((Frame.ConnectorHello) read("{\"type\":\"connector_hello\"}")).actions())
                .isNull();
        assertThat(read("{\"type\":\"connector_hello\",\"maxInFlight\":0}")).isInstanceOf(Frame.Invalid.class);
        assertThat(read("{\"type\":\"connector_hello\",\"actions\":[1]}")).isInstanceOf(Frame.Invalid.class);
    }

    @Test
    void whatTheHubReadsItselfStaysSmall() {
        String words = "\"a\",".repeat(1_023) + "\"a\"";
        String hello = "{\"type\":\"connector_hello\",\"actions\":[";
        assertThat(read(hello + words + "]}")).isInstanceOf(Frame.ConnectorHello.class);
        assertThat(read(hello + words + ",\"a\"]}")).isInstanceOf(Frame.Invalid.class);
        String features = "{\"type\":\"connector_hello\",\"features\":[";
        assertThat(read(features + longWords(16, 256) + "]}")).isInstanceOf(Frame.ConnectorHello.class);
        assertThat(read(features + longWords(17, 256) + "]}")).isInstanceOf(Frame.Invalid.class);
        assertThat(read(hello + longWords(256, 256) + "]}")).isInstanceOf(Frame.ConnectorHello.class);
        assertThat(read(hello + longWords(257, 256) + "]}")).isInstanceOf(Frame.Invalid.class);
        assertThat(read(hello + longWords(1, 257) + "]}")).isInstanceOf(Frame.Invalid.class);
        for (String label : new String[] {"\"%s\":\"v\"", "\"n\":\"%s\""}) {
            assertThat(request("\"labels\":{" + label.formatted("n".repeat(256)) + "}")
                            .labels())
                    .hasSize(1);
            assertThat(read("{\"id\":1,\"action\":\"a\",\"labels\":{" + label.formatted("n".repeat(257)) + "}}"))
                    .isInstanceOf(Frame.Invalid.class);
        }
        String labels = "\"a\":\"v\",".repeat(64);
        assertThat(read("{\"id\":1,\"action\":\"a\",\"labels\":{" + labels + "\"z\":\"v\"}}"))
                .isInstanceOf(Frame.Invalid.class);
    }

    /// So many words of so many characters each, no two alike.
    private static String longWords(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + "%04d".formatted(i) + "w".repeat(length - 4) + "\"")
                .collect(Collectors.joining(","));
    }

    @Test
    void anIdsCharactersAreThoseOfUnicode() {
        assertThat(read("{\"id\":\"" + "\ud83d\ude00".repeat(128) + "\",\"action\":\"a\"}"))
                .isInstanceOf(Frame.Request.class);
        assertThat(read("{\"id\":\"" + "\\ud83d\\ude00".repeat(128) + "\",\"action\":\"a\"}"))
                .isInstanceOf(Frame.Request.class);
        assertThat(read("{\"id\":\"" + "\ud83d\ude00".repeat(129) + "\",\"action\":\"a\"}"))
                .isInstanceOf(Frame.Invalid.class);
    }

    @Test
    void progressIsNoOutcome() {
        assertThat(read("{\"type\":\"progress\",\"id\":\"1\",\"success\":true}"))
                .asInstanceOf(type(Frame.Invalid.class))
                .satisfies(invalid -> assertThat(invalid.id()).isNotNull());
    }
}
