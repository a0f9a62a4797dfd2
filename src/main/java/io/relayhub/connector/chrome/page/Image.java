package io.relayhub.connector.chrome.page;

import java.nio.ByteBuffer;

/// The size in pixels that an image file gives for itself.
public record Image(int width, int height) {
    private static final int PNG_HEADER = 0x8950_4e47;

    /// @param file PNG (RFC 2083) or JPEG (ITU-T T.81)
    /// @throws IllegalArgumentException when it is neither
    public static Image of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length >= 24 && bytes.getInt(0) == PNG_HEADER) {
            return new Image(bytes.getInt(16), bytes.getInt(20));
        }
        int at = 2;
        while (at + 9 <= file.length && bytes.get(at) == (byte) 0xff) {
            int marker = bytes.get(at + 1) & 0xff;
            // Start of frame, but for DHT, JPG and DAC, which have numbers in the same range.
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return new Image(bytes.getShort(at + 7) & 0xffff, bytes.getShort(at + 5) & 0xffff);
            }
            at += 2 + (bytes.getShort(at + 2) & 0xffff);
        }
        throw new IllegalArgumentException("neither PNG nor JPEG");
    }
}
