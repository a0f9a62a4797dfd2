package io.relayhub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Compares with the JDK's decoder, which reports what is malformed.
class Utf8Test {
    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static void assertSame(byte[] bytes) {
        if (Utf8.isValid(bytes, 0, bytes.length) != decodes(bytes)) {
            throw new AssertionError("differs from the JDK for " + Arrays.toString(bytes));
        }
    }

    @Test
    void agreesAboutAllPairsOfBytes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            assertSame(new byte[] {(byte) (pair >> 8), (byte) pair});
        }
    }

    @Test
    void agreesAboutAllBytesAtTheEdgesOfLongerCharacters() {
        int[] leads = {0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5};
        int[] edges = {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
        for (int lead : leads) {
            for (int second = 0; second < 256; second++) {
                for (int third : edges) {
                    assertSame(new byte[] {(byte) lead, (byte) second, (byte) third});
                    for (int fourth : edges) {
                        assertSame(new byte[] {(byte) lead, (byte) second, (byte) third, (byte) fourth});
                    }
                }
            }
        }
    }

    @Test
    void agreesAboutRandomBytes() {
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            assertSame(bytes);
        }
    }

    @Test
    void agreesAboutTextWithOneByteChanged() {
        var random = new Random(2);
        String[] alphabet = {"a", "é", "€", "𝄞", "\u0000", "ASCII text of some length "};
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(10); j >= 0; j--) {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertSame(bytes);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertSame(bytes);
        }
    }

    @Test
    void aTextIsTheSameInParts() {
        var random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = "aé€𝄞 more than eight bytes".getBytes(StandardCharsets.UTF_8);
            if (random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var inParts = new Utf8();
            int cut = random.nextInt(bytes.length + 1);
            boolean valid = inParts.accepts(bytes, 0, cut)
                    && inParts.accepts(bytes, cut, bytes.length - cut)
                    && inParts.isComplete();
            assertThat(valid).isEqualTo(decodes(bytes));
        }
    }

    @Test
    void looksOnlyAtItsPartOfTheArray() {
        byte[] bytes = {(byte) 0xFF, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', (byte) 0xFF};
        assertThat(Utf8.isValid(bytes, 1, 9)).isTrue();
        assertThat(Utf8.isValid(bytes, 1, 10)).isFalse();
    }
}
