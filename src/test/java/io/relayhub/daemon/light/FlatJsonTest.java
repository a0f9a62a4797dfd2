package io.relayhub.daemon.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {
    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("text", "a \"quoted\" \\ line\nbreak\tand \u0001, ü, 😀, /");
        members.put("most", Long.MAX_VALUE);
        members.put("least", Long.MIN_VALUE);
        members.put("yes", true);
        members.put("no", false);
        members.put("", "");
        assertThat(FlatJson.parse(FlatJson.format(members))).isEqualTo(members);
    }

    @Test
    void anEmptyObjectIsOne() {
        assertThat(FlatJson.parse(" { } \n")).isEmpty();
        assertThat(FlatJson.parse(FlatJson.format(Map.of()))).isEmpty();
    }

    @Test
    void escapesAreRead() {
        assertThat(FlatJson.parse("{\"a\":\"\\u00fc\\/\\b\\f\\r\\u0041\"}")).containsEntry("a", "ü/\b\f\rA");
    }

    @Test
    void aNullMemberIsLeftOut() {
        assertThat(FlatJson.parse("{\"a\": null, \"b\": 1}")).isEqualTo(Map.of("b", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}}",
                "{} x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1.5}",
                "{\"a\":99999999999999999999}",
                "{\"a\":--1}",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":\"open}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\\u00",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":truth}"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> FlatJson.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
