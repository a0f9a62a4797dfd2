package io.relayhub.testing;

import io.relayhub.testing.Frames.Frame;
import io.relayhub.testing.Frames.Side;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A WebSocket peer over a plain socket of loopback that does what it is told and nothing else: it answers no ping
/// and no close, and may send what RFC 6455 forbids. Reading waits 10 s at most.
public final class RawWebSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /// The answer to an HTTP request: its status line, its header lines and its body.
    public record Answer(int status, List<String> headers, String body) {
        /// The first value of a header; empty where there is none.
        public String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /// Opens a connection that must be accepted.
    ///
    /// @param target path and query
    /// @param headers whole lines beside those of every handshake
    public static RawWebSocket connect(int port, String target, String... headers) {
        var peer = dial(port, 0);
        Answer answer = peer.handshake(target, headers);
        if (answer.status() != 101) {
            throw new AssertionError("the handshake was answered " + answer.status() + " " + answer.body());
        }
        return peer;
    }

    /// A connection on which nothing has been said.
    ///
    /// @param receiveBuffer the size of the socket's receive buffer; 0 leaves it
    public static RawWebSocket dial(int port, int receiveBuffer) {
        var socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return over(socket);
    }

    /// A connection on which nothing has been said, over a socket that is connected, such as one with TLS.
    public static RawWebSocket over(Socket socket) {
        try {
            return new RawWebSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks for the upgrade and reads the answer, whatever it is.
    public Answer handshake(String target, String... headers) {
        var lines = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return ask(lines.append("\r\n").toString());
    }

    /// Sends a request as it stands and reads the answer.
    public Answer ask(String request) {
        try {
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            var headers = new ArrayList<String>();
            String status = line();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            var head = new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, "");
            if (head.status() == 101) {
                return head;
            }
            byte[] body = head.header("Content-Length").isEmpty()
                    ? new byte[0]
                    : in.readNBytes(Integer.parseInt(head.header("Content-Length")));
            return new Answer(head.status(), headers, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void text(String text) {
        raw(Frames.text(Side.CLIENT, text));
    }

    public void close(int code, String reason) {
        raw(Frames.close(Side.CLIENT, code, reason));
    }

    /// Sends one masked frame.
    ///
    /// @param firstByte FIN (0x80), the reserved bits and the op code
    public void send(int firstByte, byte[] payload) {
        raw(Frames.frame(Side.CLIENT, firstByte, payload));
    }

    /// Sends bytes as they stand.
    public void raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads one frame.
    public Frame read() {
        try {
            Frame frame = Frames.read(in);
            if (frame.from() != Side.SERVER) {
                throw new AssertionError("a server must not mask its frames");
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads on until a frame of this kind comes.
    public Frame read(int opCode) {
        while (true) {
            Frame frame = read();
            if (frame.opCode() == opCode) {
                return frame;
            }
        }
    }

    /// Reads until the connection is gone.
    ///
    /// @return true when it ended in order, false when it was reset
    public boolean readToEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (EOFException | SocketException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the connection without a close frame, as a process does that is killed.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
