package io.relayhub.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One whole WebSocket message as bytes: `length` bytes of `array`, starting at `offset`.
///
/// Who owns the array: of a message that *arrives* the transport does, and may overwrite it once
/// [Conversation#onMessage] has returned; what must live longer is copied. Of a message that is *sent* the session
/// does, and nobody may change it any more; one message may be sent to many sessions.
///
/// A plain class and not a record: its content must not appear in a log through `toString`.
public final class Message {
    /// RFC 6455 section 5.6. Text has been checked to be UTF-8 when it arrives.
    public enum Kind {
        TEXT,
        BINARY
    }

    private final Kind kind;
    private final byte[] array;
    private final int offset;
    private final int length;

    public Message(Kind kind, byte[] array, int offset, int length) {
        if (offset < 0 || length < 0 || offset > array.length - length) {
            throw new IndexOutOfBoundsException("offset " + offset + ", length " + length + " of " + array.length);
        }
        this.kind = kind;
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// The whole array as text; it must hold UTF-8.
    public static Message text(byte[] utf8) {
        return new Message(Kind.TEXT, utf8, 0, utf8.length);
    }

    public static Message text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    public Kind kind() {
        return kind;
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /// A view with a position of its own; the bytes are shared.
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length);
    }

    @Override
    public String toString() {
        return kind + " message of " + length + " bytes";
    }
}
