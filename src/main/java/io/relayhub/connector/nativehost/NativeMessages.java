package io.relayhub.connector.nativehost;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Chrome's native messaging on two streams: 4 bytes of length in the machine's own order, then so many bytes of
/// JSON. Reading is confined to one thread; writing is not.
final class NativeMessages {
    /// What Chrome takes from a host in one message.
    static final int MAX_TO_EXTENSION = 1024 * 1024;

    /// What Chrome lets an extension send in one message.
    static final int MAX_FROM_EXTENSION = 64 * 1024 * 1024;

    private final DataInputStream in;
    private final OutputStream out;
    private final Object writing = new Object();

    NativeMessages(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /// @return null when the browser has closed its end
    /// @throws IOException when what comes is no native messaging
    byte @Nullable [] read() throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length == 0) {
            return null;
        }
        if (header.length < 4) {
            throw new EOFException("the browser went away inside a message");
        }
        int length = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getInt();
        if (length < 0 || length > MAX_FROM_EXTENSION) {
            throw new IOException("standard input is no native messaging: start this from a browser's manifest, see"
                    + " `relayhub native-host install`");
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException("the browser went away inside a message");
        }
        return message;
    }

    /// @param json at most [#MAX_TO_EXTENSION] bytes
    void write(byte[] json) throws IOException {
        if (json.length > MAX_TO_EXTENSION) {
            throw new IllegalArgumentException("the browser would end a host that sends " + json.length + " bytes");
        }
        byte[] message = ByteBuffer.allocate(4 + json.length)
                .order(ByteOrder.nativeOrder())
                .putInt(json.length)
                .put(json)
                .array();
        synchronized (writing) {
            out.write(message);
            out.flush();
        }
    }
}
