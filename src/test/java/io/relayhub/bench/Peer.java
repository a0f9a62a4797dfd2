package io.relayhub.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A WebSocket client that costs as little as possible, so that a benchmark measures the server: it reads what there
/// is, hands over each text frame, and writes all that was sent meanwhile at once. Masks with zeros (RFC 6455 section
/// 5.3 asks for random ones, to protect proxies that are not there).
abstract class Peer implements Runnable, AutoCloseable {
    private static final byte[] UPGRADED = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] input = new byte[256 * 1024];
    private byte[] output = new byte[256 * 1024];
    private int end;
    private int pending;

    Peer(int port, String pathAndQuery) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        out.write(
                ("GET " + pathAndQuery + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("no answer to the handshake");
            }
            head.append((char) c);
        }
        if (!head.toString().startsWith(new String(UPGRADED, StandardCharsets.US_ASCII))) {
            throw new IOException("not upgraded: " + head.substring(0, head.indexOf("\r")));
        }
    }

    /// One text frame, in `array`; may call [#send].
    abstract void received(byte[] array, int from, int to);

    final void send(byte[] text, int length) {
        int head = 2 + (length < 126 ? 0 : length < 65_536 ? 2 : 8) + 4;
        if (pending + head + length > output.length) {
            output = Arrays.copyOf(output, Math.max(2 * output.length, pending + head + length));
        }
        output[pending] = (byte) 0x81;
        if (length < 126) {
            output[pending + 1] = (byte) (0x80 | length);
        } else if (length < 65_536) {
            output[pending + 1] = (byte) (0x80 | 126);
            output[pending + 2] = (byte) (length >> 8);
            output[pending + 3] = (byte) length;
        } else {
            output[pending + 1] = (byte) (0x80 | 127);
            Arrays.fill(output, pending + 2, pending + 6, (byte) 0);
            for (int i = 0; i < 4; i++) {
                output[pending + 6 + i] = (byte) (length >> (24 - 8 * i));
            }
        }
        Arrays.fill(output, pending + head - 4, pending + head, (byte) 0);
        System.arraycopy(text, 0, output, pending + head, length);
        pending += head + length;
    }

    final void flush() throws IOException {
        if (pending > 0) {
            out.write(output, 0, pending);
            pending = 0;
        }
    }

    /// Reads until the connection is closed.
    @Override
    public final void run() {
        try {
            flush();
            while (true) {
                if (end == input.length) {
                    input = Arrays.copyOf(input, 2 * input.length);
                }
                int read = in.read(input, end, input.length - end);
                if (read < 0) {
                    return;
                }
                end += read;
                takeFrames();
                flush();
            }
        } catch (IOException closed) {
            // The benchmark closes its peers when it has what it wants.
        }
    }

    private void takeFrames() {
        int at = 0;
        while (end - at >= 2) {
            int length = input[at + 1] & 0x7f;
            int head = 2;
            if (length == 126) {
                head = 4;
                if (end - at < head) {
                    break;
                }
                length = (input[at + 2] & 0xff) << 8 | (input[at + 3] & 0xff);
            } else if (length == 127) {
                head = 10;
                if (end - at < head) {
                    break;
                }
                length = 0;
                for (int i = 6; i < 10; i++) {
                    length = length << 8 | (input[at + i] & 0xff);
                }
            }
            if (end - at < head + length) {
                break;
            }
            if ((input[at] & 0x0f) == 1) {
                received(input, at + head, at + head + length);
            }
            at += head + length;
        }
        System.arraycopy(input, at, input, 0, end - at);
        end -= at;
    }

    @Override
    public final void close() throws IOException {
        socket.close();
    }
}
