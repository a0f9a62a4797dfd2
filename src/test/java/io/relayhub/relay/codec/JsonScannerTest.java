package io.relayhub.relay.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

class JsonScannerTest {
    private final JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);
    private final Envelope envelope = new Envelope();

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
        var strict = new JsonScanner(new JsonLimits(3, 6, 4, 5));
        assertThat(scan(strict, "{\"a\":[[1]]}")).isPositive();
        assertThat(scan(strict, "{\"a\":[[[1]]]}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan(strict, "{\"abcd\":12345}")).isPositive();
        assertThat(scan(strict, "{\"abcde\":1}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan(strict, "{\"a\":123456}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan(strict, "{\"a\":1,\"b\":2,\"c\":3}")).isPositive();
        assertThat(scan(strict, "{\"a\":[1,2,3,4,5]}")).isPositive();
        assertThat(scan(strict, "{\"a\":[1,2,3,4,5,6]}")).isEqualTo(JsonScanner.MALFORMED);
    }

    private int scan(JsonScanner scanner, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return scanner.scan(bytes, 0, bytes.length, envelope);
    }

    @Test
    void aHundredThousandOpenBracketsCostNoStack() {
        assertThat(scan("{\"a\":" + "[".repeat(100_000))).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scanner.problem()).contains("64 levels");
        assertThat(scan("{\"a\":1" + "0".repeat(100_000) + "}")).isEqualTo(JsonScanner.MALFORMED);
        assertThat(scan("{\"" + "k".repeat(50_000) + "\":1}")).isEqualTo(JsonScanner.MALFORMED);
        var keys = new StringBuilder("{");
        for (int i = 0; i < 1_000_000; i++) {
            keys.append('"').append(i).append("\":1,");
        }
        assertThat(scan(keys.append("\"z\":1}").toString())).isEqualTo(JsonScanner.MALFORMED);
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
        assertThat(new String(envelope.raw(Field.ID), UTF_8)).isEqualTo("\"yes\"");
        assertThat(new String(envelope.raw(Field.ACTION), UTF_8)).isEqualTo("\"a\"");
        assertThat(envelope.has(Field.SUCCESS)).isFalse();
        assertThat(envelope.repeated()).isNull();
    }

    @Test
    void aNameInEscapesIsTheSameName() {
        assertThat(scan("{\"id\":\"a\",\"\\u0069d\":\"b\"}")).isPositive();
        assertThat(envelope.repeated()).isEqualTo(Field.ID);
    }

    /// Whatever the bytes, this scanner and Jackson's parser agree on which are one object.
    @Test
    void agreesWithJacksonOnRandomMutations() {
        var random = new Random(42);
        var lax = new JsonScanner(new JsonLimits(1_000, 1_000_000, 50_000, 100_000));
        JsonFactory jackson = JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(1_000).build())
                .build();
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
            assertThat(whole).as(new String(bytes, UTF_8)).isEqualTo(isOneObject(jackson, bytes));
            accepted += whole ? 1 : 0;
        }
        assertThat(accepted).isBetween(20_000, 59_000);
    }

    private static boolean isOneObject(JsonFactory jackson, byte[] bytes) {
        if (bytes[0] != '{') {
            return false;
        }
        try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
