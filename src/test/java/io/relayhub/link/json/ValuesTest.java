package io.relayhub.link.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What is read without a library, beside what Jackson reads.
class ValuesTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();
    private static final String[] PIECES = {
        "a",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\r",
        "\\t",
        "\\u0041",
        "\\u00e9",
        "\\u4f60",
        "\\ud83d\\ude00",
        "\u00e9",
        "\u4f60",
        "\ud83d\ude00",
        " ",
        ",",
        ":",
        "}",
        "]",
        "{",
        "[",
        "\\u0000",
        "\u007f"
    };
    private static final String[] BLANKS = {"", " ", "\t", "\r", " \n "};

    private final Random random = new Random(11);

    private String string() {
        var string = new StringBuilder("\"");
        for (int i = random.nextInt(8); i > 0; i--) {
            string.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return string.append('"').toString();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    private static Envelope scan(String value) {
        return Objects.requireNonNull(Envelope.parse(("{\"value\":" + value + "}").getBytes(UTF_8), Word.MEMBERS));
    }

    @Test
    void stringsAreWhatJacksonReads() {
        for (int i = 0; i < 5_000; i++) {
            String string = string();
            assertThat(scan(string).text(Word.VALUE)).as(string).isEqualTo(JACKSON.readValue(string, String.class));
            assertThat(scan(string).utf8(Word.VALUE))
                    .isEqualTo(JACKSON.readValue(string, String.class).getBytes(UTF_8));
        }
    }

    @Test
    void halvesOfPairsStayApart() {
        assertThat(scan("\"\\ud800\"").utf8(Word.VALUE))
                .isNotEqualTo(scan("\"\\ud801\"").utf8(Word.VALUE))
                .hasSize(3);
        assertThat(scan("\"\\ud83dx\\ude00\"").utf8(Word.VALUE)).hasSize(7);
        assertThat(scan("\"\\ud83d\\n\"").utf8(Word.VALUE)).hasSize(4);
        assertThat(scan("\"\\ud83d\\u0041\"").utf8(Word.VALUE)).hasSize(4);
    }

    @Test
    void objectsAndArraysOfStringsAreWhatJacksonReads() {
        for (int i = 0; i < 3_000; i++) {
            List<String> words = new ArrayList<>();
            Map<String, String> strings = new LinkedHashMap<>();
            var array = new StringBuilder("[");
            var object = new StringBuilder("{");
            String separator = "";
            for (int n = random.nextInt(4); n > 0; n--) {
                String name = string();
                String value = string();
                words.add(JACKSON.readValue(value, String.class));
                strings.put(JACKSON.readValue(name, String.class), JACKSON.readValue(value, String.class));
                array.append(blank())
                        .append(separator)
                        .append(blank())
                        .append(value)
                        .append(blank());
                object.append(blank())
                        .append(separator)
                        .append(blank())
                        .append(name)
                        .append(blank());
                object.append(':').append(blank()).append(value).append(blank());
                separator = ",";
            }
            assertThat(scan(array + blank() + "]").words(Word.VALUE, 9)).isEqualTo(words);
            assertThat(scan(object + blank() + "}").strings(Word.VALUE, 9)).isEqualTo(strings);
        }
    }

    @Test
    void whatIsNotAllStringsOrTooManyIsNone() {
        for (String value : new String[] {"[1]", "[\"a\",null]", "[[]]", "{}", "\"a\"", "[\"a\",\"b\",\"c\"]"}) {
            assertThat(scan(value).words(Word.VALUE, 2)).as(value).isNull();
        }
        for (String value : new String[] {"{\"a\":1}", "{\"a\":{}}", "[]", "7", "{\"a\":\"\",\"b\":\"\",\"c\":\"\"}"}) {
            assertThat(scan(value).strings(Word.VALUE, 2)).as(value).isNull();
        }
    }

    @Test
    void numbersAreWhatTheJdkReads() {
        for (String number :
                new String[] {"0", "7", "-7", "1.5", "1e3", "-0.0", "123456789012345", "12345678901234567"}) {
            assertThat(scan(number).number(Word.VALUE)).isEqualTo(Double.parseDouble(number));
        }
        assertThat(scan("\"7\"").number(Word.VALUE)).isNaN();
        assertThat(scan("123456789012345678").integer(Word.VALUE)).hasValue(123456789012345678L);
        assertThat(scan("-123456789012345678").integer(Word.VALUE)).hasValue(-123456789012345678L);
        assertThat(scan("1234567890123456789").integer(Word.VALUE)).isEmpty();
        assertThat(scan("1.0").integer(Word.VALUE)).isEmpty();
    }

    @Test
    void whatIsWrittenIsRead() {
        String odd = "a\"b\\c\n\r\t\b\f\u0000\u001f\u00e9\ud83d\ude00/";
        byte[] line = new JsonWriter()
                .member("value", odd)
                .member("id", 7)
                .member("success", true)
                .line();
        Envelope read = Objects.requireNonNull(Envelope.parse(line, Word.MEMBERS));
        assertThat(read.text(Word.VALUE)).isEqualTo(odd);
        assertThat(read.integer(Word.ID)).hasValue(7);
        assertThat(read.isTrue(Word.SUCCESS)).isTrue();
        assertThat(JacksonJudge.isOneObject(line)).isTrue();
    }
}
