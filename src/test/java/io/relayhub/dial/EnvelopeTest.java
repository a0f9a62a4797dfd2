package io.relayhub.dial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static @Nullable Envelope parse(String json) {
        return Envelope.parse(json.getBytes(UTF_8));
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
        assertThat(envelope.raw("data")).isEqualTo(payload.getBytes(UTF_8));
        assertThat(envelope.text("id")).isEqualTo("1");
        assertThat(envelope.isTrue("success")).isTrue();
        assertThat(parsed("{\"data\":" + payload + "}").raw("data")).isEqualTo(payload.getBytes(UTF_8));
    }

    @Test
    void textsAreUnescaped() {
        assertThat(parsed("{\"error\":\"\\u00e4\\n\\\"\"}").text("error")).isEqualTo("\u00e4\n\"");
        assertThat(parsed("{\"error\":\"\"}").text("error")).isEmpty();
        assertThat(parsed("{\"error\":7}").text("error")).isNull();
        assertThat(parsed("{}").text("error")).isNull();
    }

    @Test
    void integersAreIntegersOnly() {
        assertThat(parsed("{\"n\":-17}").integer("n")).hasValue(-17);
        assertThat(parsed("{\"n\":1.5}").integer("n")).isEmpty();
        assertThat(parsed("{\"n\":\"17\"}").integer("n")).isEmpty();
        assertThat(parsed("{\"n\":99999999999999999999}").integer("n")).isEmpty();
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
            assertThat(parsed("{\"id\":1,\"data\":" + payload + "}").raw("data"))
                    .isEqualTo(payload.getBytes(UTF_8));
        }
        assertThat(parse("{\"id\":1,\"data\":[" + deep + "]}")).isNull();
    }

    @Test
    void contentIsNotShown() {
        assertThat(parsed("{\"data\":\"CANARY\"}").toString()).doesNotContain("CANARY");
    }
}
