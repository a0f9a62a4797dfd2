package io.relayhub.link.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static @Nullable Envelope parse(String json) {
        return Envelope.parse(json.getBytes(UTF_8), Word.MEMBERS);
    }

    private static Envelope parsed(String json) {
        return Objects.requireNonNull(parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"a\" : [1.0e+2 , {\"b\":\"\\u00e4\"}] , \"c\":null}",
                "[ ]",
                "\"x\\\"y\"",
                "-0.10E-3",
                "true",
                "null",
                "{}",
                "12345678901234567890123456789012345678901234567890",
                "\"\u00e4\u20ac\ud83d\ude00\""
            })
    void payloadsKeepTheirBytes(String payload) {
        Envelope envelope = parsed("{ \"id\" : \"1\" , \"data\" : " + payload + " , \"success\" : true }");
        assertThat(envelope.raw(Word.DATA)).isEqualTo(payload.getBytes(UTF_8));
        assertThat(envelope.text(Word.ID)).isEqualTo("1");
        assertThat(envelope.isTrue(Word.SUCCESS)).isTrue();
        assertThat(parsed("{\"data\":" + payload + "}").raw(Word.DATA)).isEqualTo(payload.getBytes(UTF_8));
    }

    @Test
    void textsAreUnescaped() {
        assertThat(parsed("{\"error\":\"\\u00e4\\n\\\"\"}").text(Word.ERROR)).isEqualTo("\u00e4\n\"");
        assertThat(parsed("{\"error\":\"\"}").text(Word.ERROR)).isEmpty();
        assertThat(parsed("{\"error\":7}").text(Word.ERROR)).isNull();
        assertThat(parsed("{}").text(Word.ERROR)).isNull();
    }

    @Test
    void integersAreIntegersOnly() {
        assertThat(parsed("{\"value\":-17}").integer(Word.VALUE)).hasValue(-17);
        assertThat(parsed("{\"value\":1.5}").integer(Word.VALUE)).isEmpty();
        assertThat(parsed("{\"value\":\"17\"}").integer(Word.VALUE)).isEmpty();
        assertThat(parsed("{\"value\":99999999999999999999}").integer(Word.VALUE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "[]",
                "{",
                "{\"id\":1",
                "{\"id\":1}}",
                "{\"id\":1} {}",
                "{\"id\":1,\"id\":2}",
                "nonsense"
            })
    void whatIsNotOneObjectIsNothing(String json) {
        assertThat(parse(json)).isNull();
    }

    @Test
    void whateverAHubLetsPassIsTaken() {
        String deep = "[".repeat(499) + "]".repeat(499);
        String longName = "n".repeat(100_000);
        for (String payload : new String[] {deep, "{\"" + longName + "\":1}", "{\"a\":1,\"a\":2}"}) {
            assertThat(parsed("{\"id\":1,\"data\":" + payload + "}").raw(Word.DATA))
                    .isEqualTo(payload.getBytes(UTF_8));
        }
        assertThat(parse("{\"id\":1,\"data\":[" + deep + "]}")).isNull();
    }

    @Test
    void contentIsNotShown() {
        assertThat(parsed("{\"data\":\"CANARY\"}").toString()).doesNotContain("CANARY");
    }
}
