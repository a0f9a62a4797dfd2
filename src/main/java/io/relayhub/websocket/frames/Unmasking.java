package io.relayhub.websocket.frames;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The way of a frame's payload out of the read buffer (RFC 6455 section 5.3): it copies, removes the mask and looks
/// for bytes that are not ASCII, in one pass of eight bytes a step. The loop is kept this plain so that the JIT
/// compiler makes vector instructions of it (`UnmaskingBenchmark`).
final class Unmasking {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Unmasking() {}

    /// Reads `length` bytes from the source's position on.
    ///
    /// @param source of little-endian order
    /// @param mask   the four bytes of the masking key as a little-endian number, turned so that its lowest byte
    ///               belongs to the first byte that is taken
    /// @return whether any of the bytes is above 127
    static boolean take(ByteBuffer source, byte[] target, int at, int length, int mask) {
        int from = source.position();
        long eightBytes = (mask & 0xFFFF_FFFFL) | ((long) mask << Integer.SIZE);
        long seen = 0;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            long plain = source.getLong(from + i) ^ eightBytes;
            EIGHT_BYTES.set(target, at + i, plain);
            seen |= plain;
        }
        for (; i < length; i++) {
            byte plain = (byte) (source.get(from + i) ^ (mask >>> (Byte.SIZE * (i & 3))));
            target[at + i] = plain;
            seen |= plain;
        }
        source.position(from + length);
        return (seen & NOT_ASCII) != 0;
    }

    /// The mask as it stands after so many bytes of the payload.
    static int turned(int mask, int bytes) {
        return Integer.rotateRight(mask, Byte.SIZE * (bytes & 3));
    }
}
