package io.relayhub.connector.chrome.cdp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The server's side of one WebSocket (RFC 6455), a frame at a time.
final class ScriptedBrowser implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;

    ScriptedBrowser() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket = new Socket();
        in = new DataInputStream(InputStream.nullInputStream());
        out = OutputStream.nullOutputStream();
    }

    int port() {
        return server.getLocalPort();
    }

    void accept() throws IOException, NoSuchAlgorithmException {
        socket = server.accept();
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        String head = head();
        String key = head.lines()
                .filter(line -> line.regionMatches(true, 0, "sec-websocket-key:", 0, 18))
                .findFirst()
                .orElseThrow()
                .substring(18)
                .strip();
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /// The next text message of the client.
    String read() throws IOException {
        in.readByte();
        int length = in.readByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    void write(String text) throws IOException {
        writeInParts(text, Integer.MAX_VALUE);
    }

    void writeInParts(String text, int partBytes) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += partBytes) {
            int length = Math.min(partBytes, bytes.length - at);
            int opcode = at == 0 ? 1 : 0;
            int last = at + length == bytes.length ? 0x80 : 0;
            out.write(last | opcode);
            writeLength(length);
            out.write(bytes, at, length);
            if (last != 0) {
                break;
            }
        }
        out.flush();
    }

    /// RFC 6455 section 5.2: in as few bytes as possible.
    private void writeLength(int length) throws IOException {
        if (length < 126) {
            out.write(length);
        } else if (length < 65_536) {
            out.write(new byte[] {126, (byte) (length >>> 8), (byte) length});
        } else {
            out.write(new byte[] {
                127, 0, 0, 0, 0, (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
            });
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close();
    }
}
