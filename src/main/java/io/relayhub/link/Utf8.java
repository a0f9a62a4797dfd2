package io.relayhub.link;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks that bytes are UTF-8 (RFC 3629) without decoding them: no overlong forms, no surrogates, nothing above
/// U+10FFFF. An object of it remembers a character that is split between two parts; it is confined to one thread.
public final class Utf8 {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    /// How many bytes of the character are still to come, and what the next of them may be.
    private int missing;

    private int lowest;
    private int highest;

    /// Whether these bytes are whole characters of UTF-8; none are.
    public static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = skipAscii(bytes, offset, end);
        if (start == end) {
            return true;
        }
        var check = new Utf8();
        return check.accepts(bytes, start, end - start) && check.isComplete();
    }

    /// Whether these bytes can follow those before them. Once it has said no, there is no use in asking again.
    public boolean accepts(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int next = bytes[i] & 0xFF;
            if (missing > 0) {
                if (next < lowest || next > highest) {
                    return false;
                }
                missing--;
                lowest = 0x80;
                highest = 0xBF;
                i++;
            } else if (next < 0x80) {
                i = skipAscii(bytes, i, end);
            } else if (begins(next)) {
                i++;
            } else {
                return false;
            }
        }
        return true;
    }

    /// Whether the bytes so far end with a whole character.
    public boolean isComplete() {
        return missing == 0;
    }

    private boolean begins(int first) {
        lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        missing = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        return missing > 0;
    }

    /// @return where the first byte stands that is not ASCII; `end` where there is none
    private static int skipAscii(byte[] bytes, int start, int end) {
        int i = start;
        while (i <= end - Long.BYTES && ((long) EIGHT_BYTES.get(bytes, i) & NOT_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        return i;
    }
}
