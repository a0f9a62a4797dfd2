package io.relayhub.dial;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts what arrives in pieces into lines, without their line feed; empty ones are left out. Confined to the thread
/// that reads.
public final class LineSplitter {
    private final int maxLineBytes;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream(0);

    public LineSplitter(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /// @return the lines that this piece completes
    /// @throws LineTooLongException when an unfinished line is longer than allowed; then the splitter is of no use
    public List<byte[]> feed(byte[] piece, int length) {
        List<byte[]> lines = new ArrayList<>(1);
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (piece[i] == '\n') {
                add(piece, from, i);
                take(lines);
                from = i + 1;
            }
        }
        add(piece, from, length);
        return lines;
    }

    /// What follows the last line feed so far; taken out when it is a whole JSON object, for peers that end a frame
    /// without a line feed.
    List<byte[]> finishFrame() {
        if (rest.size() == 0 || Envelope.parse(rest.toByteArray()) == null) {
            return List.of();
        }
        List<byte[]> lines = new ArrayList<>(1);
        take(lines);
        return lines;
    }

    private void add(byte[] piece, int from, int to) {
        if (to - from > maxLineBytes - rest.size()) {
            throw new LineTooLongException(maxLineBytes);
        }
        rest.write(piece, from, to - from);
    }

    private void take(List<byte[]> lines) {
        byte[] line = rest.toByteArray();
        rest.reset();
        int length = line.length;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        if (length > 0) {
            lines.add(length == line.length ? line : Arrays.copyOf(line, length));
        }
    }

    /// A line is longer than allowed.
    public static final class LineTooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LineTooLongException(int maxLineBytes) {
            super("a line is longer than " + maxLineBytes + " bytes");
        }
    }
}
