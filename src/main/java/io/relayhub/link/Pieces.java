package io.relayhub.link;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One outgoing message, put together from slices of other arrays: of the message that is being read, and of the
/// sender's own bytes. Nothing is copied until [Session#send] copies all of it, once, to where the socket writes from.
///
/// Made to be used again and again by one thread: [#clear], add, send. It holds no more than references; an idle owner
/// lets go of them with [#clear].
public final class Pieces {
    private static final byte[] NOTHING = {};
    private static final int LONGEST_NUMBER = 20;

    private byte[][] arrays = {};
    private int[] bounds = {};
    private int count;
    private int length;

    private byte[] digits = NOTHING;
    private int digitsUsed;

    /// Empties it.
    public Pieces clear() {
        Arrays.fill(arrays, 0, count, NOTHING);
        count = 0;
        length = 0;
        digitsUsed = 0;
        return this;
    }

    /// Adds the bytes of `array` from `from` (inclusive) to `to` (exclusive), which must stay as they are until the
    /// message has been sent.
    public Pieces add(byte[] array, int from, int to) {
        if (from == to) {
            return this;
        }
        if (from < 0 || to < from || to > array.length) {
            throw new IndexOutOfBoundsException(from + " to " + to + " of " + array.length);
        }
        if (count == arrays.length) {
            int room = Math.max(4, 2 * count);
            arrays = Arrays.copyOf(arrays, room);
            bounds = Arrays.copyOf(bounds, 2 * room);
        }
        arrays[count] = array;
        bounds[2 * count] = from;
        bounds[2 * count + 1] = to;
        count++;
        length = Math.addExact(length, to - from);
        return this;
    }

    public Pieces add(byte[] array) {
        return add(array, 0, array.length);
    }

    /// Adds a number of 0 or more in decimal digits; at most three in one message.
    public Pieces addDecimal(long number) {
        if (digits.length == 0) {
            digits = new byte[3 * LONGEST_NUMBER];
        }
        if (number < 0 || digitsUsed > digits.length - LONGEST_NUMBER) {
            throw new IllegalArgumentException("a negative number, or too many of them");
        }
        int from = digitsUsed;
        int at = from;
        long rest = number;
        do {
            digits[at++] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        digitsUsed = at;
        for (int left = from, right = at - 1; left < right; left++, right--) {
            byte swapped = digits[left];
            digits[left] = digits[right];
            digits[right] = swapped;
        }
        return add(digits, from, at);
    }

    /// The message's length in bytes.
    public int length() {
        return length;
    }

    /// Copies bytes of the message from `offset` on, as many as there are and as the target has room for.
    public void copyTo(ByteBuffer target, int offset) {
        int skip = offset;
        for (int i = 0; i < count && target.hasRemaining(); i++) {
            int from = bounds[2 * i];
            int size = bounds[2 * i + 1] - from;
            if (skip >= size) {
                skip -= size;
            } else {
                int taken = Math.min(size - skip, target.remaining());
                target.put(arrays[i], from + skip, taken);
                skip = 0;
            }
        }
    }

    /// The whole message in an array of its own.
    public byte[] toArray() {
        var whole = new byte[length];
        copyTo(ByteBuffer.wrap(whole), 0);
        return whole;
    }

    @Override
    public String toString() {
        return "message of " + length + " bytes in " + count + " pieces";
    }
}
