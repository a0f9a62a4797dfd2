package io.relayhub.link.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private final JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);
    private final Envelope envelope = new Envelope(Word.MEMBERS);

    private int scan(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return scanner.scan(bytes, 0, bytes.length, envelope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1}",
                "{\"a\":-0.5e+10,\"b\":[],\"c\":{},\"d\":[1,[2,{\"e\":null}]],\"f\":true,\"g\":false}",
                "{\t\"a\" :\r\n \"\\u00e9\\n\\/\\\"\\\\\" , \"b\":\"\u4f60\u597d\ud83d\ude00\"}",
                "{\"\":\"\",\"seven..\":\"1234567\",\"eight...\":\"12345678\"}",
                "{\"surrogate\":\"\\ud800\"}",
                "{\"big\":1e1000000000}"
            })
    void aWellFormedObjectEndsAtItsBraceAndEveryBeginningOfItIsIncomplete(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(scanner.scan(bytes, 0, bytes.length, envelope)).isEqualTo(bytes.length);
        for (int to = 0; to < bytes.length; to++) {
            assertThat(scanner.scan(bytes, 0, to, envelope))
                    .as(new String(bytes, 0, to, UTF_8))
                    .isEqualTo(JsonScanner.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "\"a\"",
                "x",
                "\u0000",
                "\ufeff{}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":nul1}",
                "{\"a\":[1,]}",
                "{\"a\":[}",
                "{\"a\":]}",
                "{\"a\":{]}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\n\"}",
                "{\"12345678\u0001\":1}",
                "{\"a\":1]",
                "{\"a\":\u00a01}"
            })
    void whatNoContinuationCouldMendIsMalformed(String json) {
        assertThat(scan(json)).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scanner.problem()).isNotBlank();
    }

    @Test
    void limitsAreExact() {
        var strict = new JsonScanner(new JsonLimits(3, 4, 5));
        assertThat(scan(strict, "{\"a\":[[1]]}")).isPositive();
        assertThat(scan(strict, "{\"a\":[[[1]]]}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan(strict, "{\"abcd\":12345}")).isPositive();
        assertThat(scan(strict, "{\"abcde\":1}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan(strict, "{\"a\":123456}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan(strict, "{\"a\":[123456]}")).isEqualTo(JsonScanner.MALFORMED);
    }

    private int scan(JsonScanner scanner, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return scanner.scan(bytes, 0, bytes.length, envelope);
    }

    @Test
    void aMessageMayBe500LevelsDeepItselfIncluded() {
        assertThat(scan(nestedInArrays(500))).isPositive();
        assertThat(scan(nestedInObjects(500))).isPositive();
        for (String tooDeep : new String[] {nestedInArrays(501), nestedInObjects(501)}) {
            assertThat(scan(tooDeep)).isEqualTo(JsonScanner.MALFORMED);
            assertThat(scanner.problem()).isEqualTo("it is nested deeper than 500 levels");
        }
    }

    private static String nestedInArrays(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private static String nestedInObjects(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    /// Brackets of both kinds in turn, so that each level's bit counts, on both sides of a word of 64.
    @Test
    void everyLevelRemembersItsOwnBracket() {
        for (int levels = 1; levels < 250; levels++) {
            String open = "{\"a\":[".repeat(levels);
            assertThat(scan(open + "]}".repeat(levels))).isPositive();
            assertThat(scan(open + "]}".repeat(levels - 1) + "}")).isEqualTo(JsonScanner.MALFORMED);
            assertThat(scan(open + "]}".repeat(levels - 1) + "]]")).isEqualTo(JsonScanner.MALFORMED);
        }
    }

    @Test
    void howManyNamesAndValuesThereAreDoesNotMatter() {
        assertThat(scan("{\"id\":\"1\",\"data\":[" + "0,".repeat(399_999) + "0]}"))
                .isPositive();
        assertThat(scan("{\"id\":\"1\",\"data\":{" + "\"a\":0,".repeat(399_999) + "\"z\":0}}"))
                .isPositive();
    }

    @Test
    void onlyTheMessagesOwnNamesAreLimited() {
        String longest = "n".repeat(256);
        String longer = longest + "n";
        assertThat(scan("{\"" + longest + "\":1}")).isPositive();
        assertThat(scan("{\"data\":[{\"" + longer.repeat(1_000) + "\":1}]}")).isPositive();
        assertThat(scan("{\"" + longer + "\":1}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan("{\"data\":{\"" + longer + "\":1},\"" + longer + "\":1}"))
                .isEqualTo(JsonScanner.MALFORMED);
        assertThat(scanner.problem()).contains("256 bytes");
    }

    @Test
    void aHundredThousandOpenBracketsCostNoStack() {
        assertThat(scan("{\"a\":" + "[".repeat(100_000))).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scanner.problem()).contains("500 levels");
        assertThat(scan("{\"a\":1" + "0".repeat(100_000) + "}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan("{\"" + "k".repeat(50_000) + "\":1}")).isEqualTo(JsonScanner.MALFORMED);
    }

    @Test
    void aLongStringIsSkippedWhereverItsSpecialBytesStand() {
        for (int i = 0; i < 700; i++) {
            String filler = "\u00ff".repeat(i % 5) + "a".repeat(i);
            assertThat(scan("{\"a\":\"" + filler + "\\\"" + filler + "\"}")).isPositive();
            assertThat(scan("{\"a\":\"" + filler + "\u001f" + filler + "\"}")).isEqualTo(JsonScanner.MALFORMED);
            assertThat(scan("{\"a\":\"" + filler + "\u007f!#[]" + filler + "\"}"))
                    .isPositive();
        }
    }

    @Test
    void onlyTheObjectsOwnMembersAreFound() {
        byte[] bytes =
                "  {\"data\":{\"id\":\"no\"},\"id\" : \"yes\" ,\"x\":[{\"id\":1}],\"action\":\"a\"}".getBytes(UTF_8);
        assertThat(scanner.scan(bytes, 2, bytes.length, envelope)).isEqualTo(bytes.length);
        assertThat(new String(envelope.raw(Word.ID), UTF_8)).isEqualTo("\"yes\"");
        assertThat(new String(envelope.raw(Word.ACTION), UTF_8)).isEqualTo("\"a\"");
        assertThat(envelope.has(Word.SUCCESS)).isFalse();
        assertThat(envelope.repeated()).isNull();
    }

    @Test
    void aNameInEscapesIsTheSameName() {
        assertThat(scan("{\"id\":\"a\",\"\\u0069d\":\"b\"}")).isPositive();
        assertThat(envelope.repeated()).isEqualTo(Word.ID);
        for (Word field : Word.values()) {
            StringBuilder escaped = new StringBuilder();
            field.text().chars().forEach(c -> escaped.append(String.format("\\u%04X", c)));
            assertThat(scan("{\"" + escaped + "\":1}")).isPositive();
            assertThat(envelope.has(field)).as(field.text()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0069",
                "\\u0069d\\u0020",
                "\\u0069dd",
                "i\\u0064\\n",
                "\\bd",
                "i\\/",
                "\\u0049d",
                "\\u0169d",
                "\\\\id"
            })
    void anotherNameInEscapesIsAnotherName(String name) {
        assertThat(scan("{\"" + name + "\":1}")).isPositive();
        assertThat(envelope.has(Word.ID)).isFalse();
    }

    /// Whatever the bytes, this scanner and Jackson's parser agree on which are one object.
    @Test
    void agreesWithJacksonOnRandomMutations() {
        var random = new Random(42);
        var lax = new JsonScanner(new JsonLimits(500, 50_000, 1_000));
        String[] seeds = {
            "{\"id\":\"1\",\"action\":\"x\",\"data\":{\"a\":[1,2.5e-3,-0,true,false,null,\"s\\u00e9\\n\"],\"b\":{}}}",
            "{\"success\":true,\"id\":12,\"data\":\"" + "long text ".repeat(9) + "\", \"e\":[[],[{}]]}"
        };
        byte[] alphabet = "{}[]:,\"\\ \n\t0123456789.-+eEtrufalsn/bx\u0001".getBytes(UTF_8);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes = seeds[round % seeds.length].getBytes(UTF_8);
            int mutations = random.nextInt(3);
            for (int i = 0; i < mutations; i++) {
                bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            int end = lax.scan(bytes, 0, bytes.length, envelope);
            boolean whole = end > 0 && new String(bytes, end, bytes.length - end, UTF_8).isBlank();
            assertThat(whole).as(new String(bytes, UTF_8)).isEqualTo(JacksonJudge.isOneObject(bytes));
            accepted += whole ? 1 : 0;
        }
        assertThat(accepted).isBetween(20_000, 59_000);
    }

    @Test
    void agreesWithJacksonOnEveryDepth() {
        for (int levels = 1; levels <= 520; levels++) {
            for (String json : new String[] {nestedInArrays(levels), nestedInObjects(levels)}) {
                byte[] bytes = json.getBytes(UTF_8);
                assertThat(scanner.scan(bytes, 0, bytes.length, envelope) == bytes.length)
                        .as("%s levels", levels)
                        .isEqualTo(JacksonJudge.isOneObject(bytes));
            }
        }
    }
}
