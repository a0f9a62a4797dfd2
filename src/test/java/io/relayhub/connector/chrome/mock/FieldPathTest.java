package io.relayhub.connector.chrome.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FieldPathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a            | {\"a\":1,\"b\":2}           | {\"a\":9,\"b\":2}",
                "a.b.c        | {}                          | {\"a\":{\"b\":{\"c\":9}}}",
                "a[1].n       | {\"a\":[{\"n\":1},{\"n\":2}]} | {\"a\":[{\"n\":1},{\"n\":9}]}",
                "a[2]         | {\"a\":[1]}                 | {\"a\":[1,null,9]}",
                "a[0][1]      | {}                          | {\"a\":[[null,9]]}",
                "[0].x        | [{\"x\":1}]                 | [{\"x\":9}]",
                "a.b          | {\"a\":\"text\"}            | {\"a\":{\"b\":9}}",
                "a[\"x.y\"].z | {}                          | {\"a\":{\"x.y\":{\"z\":9}}}",
            })
    void aValueIsPutWhereThePathLeads(String path, String before, String after) {
        JsonMapper mapper = JsonMapper.shared();
        assertEquals(mapper.readTree(after), FieldPath.parse(path).set(mapper.readTree(before), mapper.readTree("9")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "a..b", ".a", "a[", "a[x]", "a[-1]", "a]b", "a[99999]", "a[\"x]"})
    void whatIsNoPathIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> FieldPath.parse(path));
    }

    @Test
    void itIsShownAsItWasWritten() {
        assertEquals("a[0].b", FieldPath.parse("a[0].b").toString());
    }
}
