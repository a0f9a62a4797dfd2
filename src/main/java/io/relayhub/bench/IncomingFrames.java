package io.relayhub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Messages, whole ones, out of a server's bytes. For one thread.
final class IncomingFrames {
    private static final int LONGEST_MESSAGE = 256 * 1024 * 1024;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /// Whoever hears them; arrays are valid during the call only.
    interface Listener {
        void onMessage(byte[] bytes, int from, int to);

        void onPing(byte[] payload);

        /// @param code 0 where the frame has none
        void onClose(int code, String reason);
    }

    private byte[] bytes;
    private int start;
    private int end;
    private byte[] fragments = {};

    /// @param expected bytes of a usual read; there is room for more when more comes
    IncomingFrames(int expected) {
        bytes = new byte[expected];
    }

    /// Reads once.
    ///
    /// @return false at the end of the stream
    boolean readFrom(InputStream in) throws IOException {
        if (end == bytes.length && start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int count = in.read(bytes, end, bytes.length - end);
        end += Math.max(count, 0);
        return count >= 0;
    }

    /// Takes what is whole.
    ///
    /// @throws IOException for what no server may send
    void takeAll(Listener listener) throws IOException {
        while (end - start >= 2) {
            int seven = bytes[start + 1] & 0x7f;
            int head = seven < 126 ? 2 : seven == 126 ? 4 : 10;
            if (end - start < head) {
                return;
            }
            int length = length(seven, head);
            if (end - start - head < length) {
                makeRoomFor(head + length);
                return;
            }
            int payload = start + head;
            int first = bytes[start] & 0xff;
            boolean isMasked = bytes[start + 1] < 0;
            start = payload + length;
            if (isMasked || (first & 0x70) != 0) {
                throw new IOException("the server sent a frame that no server may send");
            }
            take(listener, first & 0x0f, (first & 0x80) != 0, payload, payload + length);
            if (start == end) {
                start = 0;
                end = 0;
            }
        }
    }

    private int length(int seven, int head) throws IOException {
        long length = head == 2 ? seven : 0;
        for (int i = 2; i < head; i++) {
            length = length << 8 | (bytes[start + i] & 0xff);
        }
        if (length < 0 || length > LONGEST_MESSAGE) {
            throw new IOException("the server sent a message beyond " + LONGEST_MESSAGE + " bytes");
        }
        return (int) length;
    }

    private void makeRoomFor(int frame) {
        if (bytes.length - start < frame) {
            byte[] roomy = new byte[Math.max(frame, bytes.length)];
            System.arraycopy(bytes, start, roomy, 0, end - start);
            bytes = roomy;
            end -= start;
            start = 0;
        }
    }

    private void take(Listener listener, int opcode, boolean isLast, int from, int to) throws IOException {
        switch (opcode) {
            case PING -> listener.onPing(Arrays.copyOfRange(bytes, from, to));
            case PONG -> {}
            case CLOSE -> {
                int code = to - from < 2 ? 0 : (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
                listener.onClose(code, to - from < 2 ? "" : new String(bytes, from + 2, to - from - 2, UTF_8));
            }
            default -> takePart(listener, isLast, from, to);
        }
    }

    private void takePart(Listener listener, boolean isLast, int from, int to) throws IOException {
        if (isLast && fragments.length == 0) {
            listener.onMessage(bytes, from, to);
            return;
        }
        int before = fragments.length;
        if (before + (to - from) > LONGEST_MESSAGE) {
            throw new IOException("the server sent a message beyond " + LONGEST_MESSAGE + " bytes");
        }
        fragments = Arrays.copyOf(fragments, before + to - from);
        System.arraycopy(bytes, from, fragments, before, to - from);
        if (isLast) {
            byte[] whole = fragments;
            fragments = new byte[0];
            listener.onMessage(whole, 0, whole.length);
        }
    }
}
