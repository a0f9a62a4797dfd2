package io.relayhub.connector.nativehost;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Puts one line together out of text and of payload bytes that pass as they came.
final class LineBuilder {
    private final ByteArrayOutputStream bytes;

    LineBuilder(int expected) {
        this.bytes = new ByteArrayOutputStream(expected);
    }

    LineBuilder add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    LineBuilder add(byte[] payload) {
        bytes.writeBytes(payload);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
