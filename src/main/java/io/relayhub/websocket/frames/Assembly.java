package io.relayhub.websocket.frames;

import io.relayhub.link.Message;
import io.relayhub.link.Message.Kind;
import io.relayhub.link.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A message of which some fragments have come (RFC 6455 section 5.4). Confined to the thread that reads.
final class Assembly {
    private static final int FIRST_CAPACITY = 1024;

    private final Kind kind;
    private final int maxBytes;
    private final Utf8 utf8 = new Utf8();
    private byte[] bytes = new byte[0];
    private int length;
    private int fragments;

    Assembly(Kind kind, int maxBytes) {
        this.kind = kind;
        this.maxBytes = maxBytes;
    }

    int length() {
        return length;
    }

    int fragments() {
        return fragments;
    }

    int capacity() {
        return bytes.length;
    }

    /// What the capacity has to be once so many bytes more have come: doubled, so that growing stays cheap.
    int capacityWith(int more) {
        if (length + more <= bytes.length) {
            return bytes.length;
        }
        long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
        return (int) Math.max(length + more, Math.min(doubled, maxBytes));
    }

    /// Takes one fragment; there must be room for it within the maximum.
    ///
    /// @return false when the message is text and cannot be UTF-8 any more
    boolean append(ByteBuffer payload) {
        int more = payload.remaining();
        int capacity = capacityWith(more);
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity);
        }
        payload.get(bytes, length, more);
        boolean fits = kind == Kind.BINARY || utf8.accepts(bytes, length, more);
        length += more;
        fragments++;
        return fits;
    }

    /// Whether the last character has come whole. Always so for binary messages.
    boolean isComplete() {
        return utf8.isComplete();
    }

    Message message() {
        return new Message(kind, bytes, 0, length);
    }
}
