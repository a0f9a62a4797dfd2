package io.relayhub.websocket.frames;

import io.relayhub.link.Message;
import io.relayhub.link.Message.Kind;
import io.relayhub.link.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A message of which a part has come: some of its fragments (RFC 6455 section 5.4), or some of a frame's payload.
/// Confined to the thread that reads.
final class Assembly {
    private static final int FIRST_CAPACITY = 1024;

    private final Kind kind;
    private final Utf8 utf8 = new Utf8();
    private byte[] bytes = new byte[0];
    private int length;
    private int fragments;

    Assembly(Kind kind) {
        this.kind = kind;
    }

    int length() {
        return length;
    }

    int capacity() {
        return bytes.length;
    }

    /// What the capacity has to be once so many bytes more have come: doubled, so that growing stays cheap, but no
    /// more than the message can need. It follows what has come and not what was announced: an announcement costs
    /// nothing.
    ///
    /// @param announced bytes that the frame under way still brings, those included
    int capacityWith(int more, long announced, int most) {
        if (length + more <= bytes.length) {
            return bytes.length;
        }
        long doubled = Math.max(FIRST_CAPACITY, Math.max(2L * bytes.length, 2L * more));
        return (int) Math.max(length + more, Math.min(doubled, Math.min(most, length + announced)));
    }

    /// Takes a part of a payload.
    ///
    /// @return false when the message is text and cannot be UTF-8 any more
    boolean append(ByteBuffer source, int more, int mask, int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity);
        }
        boolean beyondAscii = Unmasking.take(source, bytes, length, more, mask);
        boolean fits = kind == Kind.BINARY || (!beyondAscii && utf8.isComplete()) || utf8.accepts(bytes, length, more);
        length += more;
        return fits;
    }

    /// One more frame of the message is there.
    ///
    /// @return how many there are
    int frameEnded() {
        return ++fragments;
    }

    /// Whether the last character has come whole. Always so for binary messages.
    boolean isComplete() {
        return utf8.isComplete();
    }

    Message message() {
        return new Message(kind, bytes, 0, length);
    }
}
