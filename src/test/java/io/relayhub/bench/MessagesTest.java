package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessagesTest {
    private final Messages messages = new Messages("r1", 3, 100);

    private JsonNode read(byte[] tail) {
        return JsonMapper.shared().readTree(new String(messages.head, UTF_8) + "7" + new String(tail, UTF_8));
    }

    @Test
    void aRequestNamesTheRunsOwnLabelAndAction() {
        JsonNode request = read(messages.requestTail);
        JsonNode hello = JsonMapper.shared().readTree(messages.hello(2, 9));
        assertThat(request.path("id").asString()).isEqualTo("7");
        assertThat(request.path("data").asString()).isEqualTo("abc");
        assertThat(request.path("labels")).isEqualTo(hello.path("labels"));
        assertThat(hello.path("actions").get(0)).isEqualTo(request.path("action"));
        assertThat(hello.path("actions")).hasSize(1);
        assertThat(hello.path("connectorId").asString()).isEqualTo("bench-r1-2");
        assertThat(hello.path("maxInFlight").asInt()).isEqualTo(9);
    }

    @Test
    void anAnswerHasAsMuchDataAsWasAskedFor() {
        assertThat(read(messages.answerTail).path("data").asString()).hasSize(100);
        assertThat(read(messages.answerTail).path("success").asBoolean()).isTrue();
        assertThat(read(messages.refusalTail).path("success").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"12","x"  | 9
            {"id":"","x"    | 7
            {"id":"12       | -1
            {"id":12}       | -1
            {"type":"ping"} | -1
            {"id            | -1
            """)
    void theIdEndsAtItsQuote(String text, int end) {
        assertThat(Messages.endOfId(text.getBytes(UTF_8), 0, text.length())).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "42, 42",
        "999999999999999999, 999999999999999999",
        "1234567890123456789, -1",
        "4a, -1",
        "-1, -1"
    })
    void aNumberIsDigitsOnly(String text, long number) {
        assertThat(Messages.number(text.getBytes(UTF_8), 0, text.length())).isEqualTo(number);
        assertThat(Messages.number(text.getBytes(UTF_8), 0, 0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"abc$, true", "abc, true", "abd$, false", "ab$, false", "abcd$, false", "$, false", "'', false"})
    void theSameIsTheSameWithOrWithoutALineFeed(String text, boolean same) {
        byte[] bytes = text.replace('$', '\n').getBytes(UTF_8);
        assertThat(Messages.is("abc\n".getBytes(UTF_8), bytes, 0, bytes.length)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ","success":false,"error":"e","errorCode":"CONNECTOR_BUSY"} | CONNECTOR_BUSY
            ","success":false,"error":"e"}                              | OTHER
            ","success":false,"errorCode":"<script>"}                   | OTHER
            ","success":true,"data":1}                                  | ``
            """)
    void anErrorHasACode(String text, String code) {
        assertThat(Messages.errorCode(text.getBytes(UTF_8), 0, text.length())).isEqualTo(code);
    }
}
