package io.relayhub.testing;

import io.relayhub.testing.Frames.Frame;
import io.relayhub.testing.Frames.Side;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A hub on a loopback port in which the test decides everything: how handshakes are answered, what is said and in
/// which pieces, and how it ends.
public final class ScriptedHub implements AutoCloseable {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final BlockingQueue<Peer> arrived = new LinkedBlockingQueue<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refusal;

    private ScriptedHub(ServerSocket server) {
        this.server = server;
    }

    public static ScriptedHub start() throws IOException {
        return start(0);
    }

    public static ScriptedHub start(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ScriptedHub hub = new ScriptedHub(server);
        Thread.ofVirtual().name("scripted-hub").start(hub::accept);
        return hub;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// @param query without its question mark; empty for none
    public URI url(String query) {
        return URI.create("ws://127.0.0.1:" + port() + "/ws" + (query.isEmpty() ? "" : "?" + query));
    }

    /// From now on handshakes are answered with this status line and these headers, such as `503 Service
    /// Unavailable\r\nRetry-After: 3`.
    public void refuse(@Nullable String statusAndHeaders) {
        refusal = statusAndHeaders;
    }

    /// The heads of all handshakes so far, as they came.
    public List<String> heads() {
        return heads;
    }

    /// The next peer that connects; waits for it.
    public Peer next() throws InterruptedException {
        Peer peer = arrived.poll(15, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("nobody connected within 15 s");
        }
        return peer;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("scripted-hub-peer").start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            List<String> head = head(in);
            heads.add(String.join("\n", head));
            String no = refusal;
            if (no != null) {
                write(socket, ("HTTP/1.1 " + no + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                return;
            }
            write(
                    socket,
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + accept(key(head)) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Peer peer = new Peer(socket);
            peers.add(peer);
            arrived.add(peer);
            peer.read(in);
        } catch (IOException e) {
            // The peer went away, or the test ended the hub.
        }
    }

    /// The lines of an HTTP head up to the empty one.
    private static List<String> head(DataInputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        while (true) {
            char c = (char) in.readUnsignedByte();
            if (c == '\n') {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (c != '\r') {
                line.append(c);
            }
        }
    }

    private static String key(List<String> head) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        synchronized (socket) {
            // Unbuffered. Once the last byte is out the peer may answer, and the reader closes the socket.
            socket.getOutputStream().write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : peers) {
            peer.cut();
        }
    }

    /// A client or connector that has connected.
    public static final class Peer {
        private final Socket socket;
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

        private Peer(Socket socket) {
            this.socket = socket;
        }

        private void read(DataInputStream in) throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int kind = Frames.TEXT;
            while (true) {
                Frame frame = Frames.read(in);
                switch (frame.opCode()) {
                    case Frames.TEXT, Frames.BINARY, Frames.CONTINUATION -> {
                        kind = frame.opCode() == Frames.CONTINUATION ? kind : frame.opCode();
                        message.writeBytes(frame.payload());
                        if (frame.fin()) {
                            frames.add(new Frame(frame.from(), Frames.FIN | kind, message.toByteArray()));
                            message.reset();
                        }
                    }
                    case Frames.CLOSE -> {
                        frames.add(frame);
                        return;
                    }
                    default -> frames.add(frame);
                }
            }
        }

        /// Waits for the next message, put together of its frames, or control frame.
        public Frame frame() throws InterruptedException {
            Frame frame = frames.poll(15, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("the peer said nothing for 15 s");
            }
            return frame;
        }

        /// Waits for the next message, without its line feed.
        public String line() throws InterruptedException {
            return frame().text().strip();
        }

        public void say(String line) throws IOException {
            write(Frames.text(Side.SERVER, line + "\n"));
        }

        public void write(byte[] bytes) throws IOException {
            ScriptedHub.write(socket, bytes);
        }

        public void close(int code, String reason) throws IOException {
            write(Frames.close(Side.SERVER, code, reason));
        }

        /// Without a close frame.
        public void cut() throws IOException {
            socket.close();
        }
    }
}
