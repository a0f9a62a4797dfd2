package io.relayhub.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Frames of a client (RFC 6455 section 5), collected until they are written at once. For one thread at a time.
final class OutgoingFrames {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_HEAD = 14;

    private final SplittableRandom random = new SplittableRandom();
    private byte[] bytes = {};
    private int length;

    /// One whole frame of what the parts are together.
    ///
    /// @param opcode 1 for text, 8 for a close, 10 for a pong
    void add(int opcode, byte[]... parts) {
        int payload = 0;
        for (byte[] part : parts) {
            payload += part.length;
        }
        int start = begin(opcode, payload);
        for (byte[] part : parts) {
            put(part, 0, part.length);
        }
        mask(start);
    }

    /// The same of a head, a part of an array, and a tail.
    void addText(byte[] head, byte[] middle, int from, int to, byte[] tail) {
        int start = begin(1, head.length + to - from + tail.length);
        put(head, 0, head.length);
        put(middle, from, to - from);
        put(tail, 0, tail.length);
        mask(start);
    }

    private int begin(int opcode, int payload) {
        int needed = length + LONGEST_HEAD + payload;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        bytes[length++] = (byte) (0x80 | opcode);
        if (payload < 126) {
            bytes[length++] = (byte) (0x80 | payload);
        } else {
            int width = payload < 0x1_0000 ? 2 : 8;
            bytes[length++] = (byte) (0x80 | (width == 2 ? 126 : 127));
            for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
                bytes[length++] = (byte) ((long) payload >>> shift);
            }
        }
        length += 4;
        return length;
    }

    private void put(byte[] from, int at, int count) {
        System.arraycopy(from, at, bytes, length, count);
        length += count;
    }

    private void mask(int start) {
        int key = random.nextInt();
        long wide = (key & 0xffff_ffffL) << 32 | (key & 0xffff_ffffL);
        int at = start;
        for (; at + 8 <= length; at += 8) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
        }
        for (; at < length; at++) {
            bytes[at] ^= (byte) (key >>> (8 * ((at - start) & 3)));
        }
        for (int i = 0; i < 4; i++) {
            bytes[start - 4 + i] = (byte) (key >>> (8 * i));
        }
    }

    void writeTo(OutputStream out) throws IOException {
        if (length > 0) {
            out.write(bytes, 0, length);
            length = 0;
        }
    }
}
