package io.relayhub.link.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Those few values that are read at all, as values. What is given here has passed [JsonScanner], so nothing is checked
/// again. Half of a surrogate pair, which JSON can escape and UTF-8 cannot say, becomes U+FFFD in a `String`.
final class Values {
    static final byte[] TRUE = ascii("true");
    static final byte[] FALSE = ascii("false");
    static final byte[] NULL = ascii("null");

    private Values() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A string's content.
    ///
    /// @param from where the opening quote stands
    /// @param to   behind the closing quote
    static String string(byte[] array, int from, int to) {
        boolean ascii = true;
        for (int at = from + 1; at < to - 1; at++) {
            if (array[at] == '\\') {
                return new String(unescaped(array, from, to), StandardCharsets.UTF_8);
            }
            ascii &= array[at] >= 0;
        }
        return new String(array, from + 1, to - from - 2, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /// A string's content in UTF-8. Half of a surrogate pair becomes three bytes of its own kind, so that different
    /// strings stay different.
    ///
    /// @param from where the opening quote stands
    /// @param to   behind the closing quote
    static byte[] unescaped(byte[] array, int from, int to) {
        // No escape is shorter than what it means.
        byte[] bytes = new byte[to - from - 2];
        int length = 0;
        int at = from + 1;
        while (at < to - 1) {
            byte c = array[at++];
            if (c != '\\') {
                bytes[length++] = c;
                continue;
            }
            c = array[at++];
            if (c == 'u') {
                int code = hex(array, at);
                at += 4;
                if (Character.isHighSurrogate((char) code) && isLowSurrogateAt(array, at, to)) {
                    code = Character.toCodePoint((char) code, (char) hex(array, at + 2));
                    at += 6;
                }
                length = encode(code, bytes, length);
            } else {
                bytes[length++] = meaning(c);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static boolean isLowSurrogateAt(byte[] array, int at, int to) {
        return at + 6 < to
                && array[at] == '\\'
                && array[at + 1] == 'u'
                && Character.isLowSurrogate((char) hex(array, at + 2));
    }

    private static byte meaning(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    private static int encode(int code, byte[] bytes, int at) {
        if (code < 0x80) {
            bytes[at] = (byte) code;
            return at + 1;
        }
        int length = at;
        if (code < 0x800) {
            bytes[length++] = (byte) (0xC0 | (code >> 6));
        } else {
            if (code < 0x10000) {
                bytes[length++] = (byte) (0xE0 | (code >> 12));
            } else {
                bytes[length++] = (byte) (0xF0 | (code >> 18));
                bytes[length++] = continuing(code >> 12);
            }
            bytes[length++] = continuing(code >> 6);
        }
        bytes[length++] = continuing(code);
        return length;
    }

    private static byte continuing(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    /// Four hexadecimal digits.
    static int hex(byte[] array, int at) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            code = (code << 4) | Character.digit(array[at + i], 16);
        }
        return code;
    }

    /// An object's strings by their names, the last of each; null where a value is none, or where there are more than
    /// `most` members: then the rest is not looked at.
    static @Nullable Map<String, String> strings(byte[] array, int from, int to, int most) {
        Map<String, String> strings = new LinkedHashMap<>();
        var cursor = new Cursor(array, from, to);
        for (int count = 1; cursor.next(); count++) {
            if (count > most) {
                return null;
            }
            String name = cursor.name();
            if (!cursor.isString()) {
                return null;
            }
            int valueFrom = cursor.at();
            strings.put(name, string(array, valueFrom, cursor.pastString()));
        }
        return strings;
    }

    /// An array's strings; null where an element is none, or where there are more than `most`.
    static @Nullable List<String> words(byte[] array, int from, int to, int most) {
        List<String> words = new ArrayList<>();
        var cursor = new Cursor(array, from, to);
        for (int count = 1; cursor.next(); count++) {
            if (count > most || !cursor.isString()) {
                return null;
            }
            int wordFrom = cursor.at();
            words.add(string(array, wordFrom, cursor.pastString()));
        }
        return words;
    }
}
