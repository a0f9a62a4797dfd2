package io.relayhub.link.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The bytes that a JSON string may hold as they are: all but quotes, backslashes and control characters.
final class PlainBytes {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private static final int NEAR = 64;
    private static final int CHUNK = 256;

    private PlainBytes() {}

    /// Skips bytes that a string may hold as they are.
    ///
    /// @return where a quote, a backslash or a control character stands, or one of the last places before `to`
    static int skip(byte[] array, int from, int to) {
        int at = from;
        // Most strings end soon; only a long one is worth larger steps.
        int near = Math.min(to, from + NEAR);
        while (at <= near - Long.BYTES) {
            long special = special(array, at);
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at <= to - CHUNK && isPlainChunk(array, at)) {
            at += CHUNK;
        }
        while (at <= to - Long.BYTES) {
            long special = special(array, at);
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        return at;
    }

    /// A loop of fixed length without a way out, which the JIT compiler turns into vector instructions.
    private static boolean isPlainChunk(byte[] array, int from) {
        long special = 0;
        for (int i = 0; i < CHUNK; i += Long.BYTES) {
            special |= special(array, from + i);
        }
        return special == 0;
    }

    /// The high bit of each byte of the next eight that is a quote, a backslash or a control character. Above the
    /// lowest such byte bits may be set wrongly, which does not matter to one who looks for the lowest.
    private static long special(byte[] array, int at) {
        long word = (long) WORD.get(array, at);
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word)) & HIGHS;
    }
}
