package io.relayhub.websocket.frames;

import java.nio.ByteBuffer;

/// The bytes before a frame's payload (RFC 6455 section 5.2): read as a client sends it, written as a server does.
/// Reused for every frame that one thread reads.
final class FrameHeader {
    /// The longest there is: two bytes, eight of length, four of masking key.
    static final int MAX_BYTES = 14;

    static final int MAX_CONTROL_PAYLOAD = 125;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;

    enum Reading {
        /// More bytes are needed.
        INCOMPLETE,
        /// More bytes are needed, but the length is known.
        LENGTH_ONLY,
        /// The fields are those of a frame.
        COMPLETE,
        /// No server may accept such a frame (1002).
        FORBIDDEN
    }

    private int opCode;
    private boolean fin;
    private long length;
    private int mask;
    private int size;

    /// Looks at the bytes from the source's position on; the position stays.
    ///
    /// @param source of little-endian order
    Reading read(ByteBuffer source) {
        int at = source.position();
        int there = source.remaining();
        if (there < 2) {
            return Reading.INCOMPLETE;
        }
        int first = source.get(at);
        int second = source.get(at + 1);
        int code = second & ~MASKED & 0xFF;
        opCode = first & 0xF;
        fin = (first & FIN) != 0;
        if ((first & RESERVED) != 0 || !OpCode.isKnown(opCode) || (second & MASKED) == 0) {
            return Reading.FORBIDDEN;
        }
        if (OpCode.isControl(opCode) && (!fin || code > MAX_CONTROL_PAYLOAD)) {
            return Reading.FORBIDDEN;
        }
        size = 2 + lengthBytes(code) + Integer.BYTES;
        if (there < 2 + lengthBytes(code)) {
            return Reading.INCOMPLETE;
        }
        length = switch (code) {
            case LENGTH_OF_16_BITS -> Short.toUnsignedInt(Short.reverseBytes(source.getShort(at + 2)));
            case LENGTH_OF_64_BITS -> Long.reverseBytes(source.getLong(at + 2));
            default -> code;
        };
        if (length < 0) {
            // The highest bit must be clear; whoever sets it announces more than anybody takes.
            length = Long.MAX_VALUE;
        }
        if (there < size) {
            return Reading.LENGTH_ONLY;
        }
        mask = source.getInt(at + size - Integer.BYTES);
        return Reading.COMPLETE;
    }

    int opCode() {
        return opCode;
    }

    boolean fin() {
        return fin;
    }

    /// Of the payload in bytes. Known as soon as its bytes are there, even when the masking key is not.
    long length() {
        return length;
    }

    int mask() {
        return mask;
    }

    /// The header's own bytes.
    int size() {
        return size;
    }

    /// How many bytes [#write] takes.
    static int sizeFor(int length) {
        return 2 + lengthBytes(code(length));
    }

    /// Writes the header of a whole message in one frame.
    ///
    /// @param target of big-endian order, as RFC 6455 has it
    static void write(ByteBuffer target, int opCode, int length) {
        int code = code(length);
        target.put((byte) (FIN | opCode)).put((byte) code);
        if (code == LENGTH_OF_16_BITS) {
            target.putShort((short) length);
        } else if (code == LENGTH_OF_64_BITS) {
            target.putLong(length);
        }
    }

    private static int code(int length) {
        return length <= MAX_CONTROL_PAYLOAD ? length : length <= 0xFFFF ? LENGTH_OF_16_BITS : LENGTH_OF_64_BITS;
    }

    private static int lengthBytes(int code) {
        return switch (code) {
            case LENGTH_OF_16_BITS -> Short.BYTES;
            case LENGTH_OF_64_BITS -> Long.BYTES;
            default -> 0;
        };
    }
}
