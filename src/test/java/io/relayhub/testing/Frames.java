package io.relayhub.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/// WebSocket frames as bytes (RFC 6455, section 5.2), right or wrong as the test wants them.
public final class Frames {
    /// Of the first byte: the frame ends its message.
    public static final int FIN = 0x80;

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int MASK_BIT = 0x80;

    private Frames() {}

    /// One frame as it arrived, unmasked.
    ///
    /// @param from the side whose frame it is: only clients mask theirs
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Frame(Side from, int firstByte, byte[] payload) {
        public boolean fin() {
            return (firstByte & FIN) != 0;
        }

        public int opCode() {
            return firstByte & 0x0F;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /// Of a close frame; 1005 where it has no code.
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        /// Of a close frame.
        public String closeReason() {
            return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    /// Which side a frame comes from: clients mask theirs.
    public enum Side {
        CLIENT,
        SERVER
    }

    public static byte[] text(Side side, String text) {
        return frame(side, FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] close(Side side, int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                side,
                FIN | CLOSE,
                ByteBuffer.allocate(2 + words.length)
                        .putShort((short) code)
                        .put(words)
                        .array());
    }

    /// @param firstByte [#FIN], the reserved bits and the op code
    public static byte[] frame(Side side, int firstByte, byte[] payload) {
        var bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.writeBytes(header(side, firstByte, payload.length));
        switch (side) {
            case SERVER -> bytes.writeBytes(payload);
            case CLIENT -> {
                byte[] mask = new byte[4];
                ThreadLocalRandom.current().nextBytes(mask);
                bytes.writeBytes(mask);
                bytes.writeBytes(masked(payload.clone(), mask));
            }
        }
        return bytes.toByteArray();
    }

    /// What stands before the mask or the payload, whatever follows.
    public static byte[] header(Side side, int firstByte, long length) {
        int mask = side == Side.CLIENT ? MASK_BIT : 0;
        if (length < 126) {
            return new byte[] {(byte) firstByte, (byte) (mask | length)};
        }
        if (length < 65_536) {
            return ByteBuffer.allocate(4)
                    .put((byte) firstByte)
                    .put((byte) (mask | 126))
                    .putShort((short) length)
                    .array();
        }
        return ByteBuffer.allocate(10)
                .put((byte) firstByte)
                .put((byte) (mask | 127))
                .putLong(length)
                .array();
    }

    /// @throws EOFException when the far side closed its end
    public static Frame read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        Side from = (second & MASK_BIT) == 0 ? Side.SERVER : Side.CLIENT;
        byte[] mask = new byte[4];
        if (from == Side.CLIENT) {
            in.readFully(mask);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(from, first, masked(payload, mask));
    }

    /// Masks or unmasks in place: it is the same.
    private static byte[] masked(byte[] payload, byte[] mask) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }
}
