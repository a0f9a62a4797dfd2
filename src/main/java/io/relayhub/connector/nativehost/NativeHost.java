package io.relayhub.connector.nativehost;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.Json;
import io.relayhub.dial.Field;
import io.relayhub.link.json.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// The program that a browser starts for its extension (Chrome's native messaging): on one side the browser's two
/// streams, on the other a Unix socket for connectors, several at once. It gives each request an id of its own,
/// since connectors choose theirs freely; all other bytes pass as they came (docs/connector.md, "The native host").
public final class NativeHost implements AutoCloseable {
    /// The type of the line that greets a connector, so that it knows what this host can do.
    static final String HELLO = "native_host_hello";

    private static final byte[] HELLO_LINE = ("{\"type\":\"" + HELLO + "\",\"features\":[\"cancel\",\"progress\"]}\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final NativeMessages browser;
    private final HostSocket socket;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Asked> open = new HashMap<>();

    @GuardedBy("lock")
    private long lastId;

    /// A request that the extension has, by the id that this host gave it.
    private record Asked(Visitor visitor, String key, Json id) {}

    private NativeHost(NativeMessages browser, HostSocket socket) {
        this.browser = browser;
        this.socket = socket;
    }

    /// Takes the socket's path over from a host that may have it, and begins to listen.
    ///
    /// @param in   from the browser
    /// @param out  to the browser; nobody else may write to it
    /// @param path where connectors look; its directory is made with mode 0700 where it is missing
    public static NativeHost open(InputStream in, OutputStream out, Path path) throws IOException {
        NativeHost host = new NativeHost(new NativeMessages(in, out), HostSocket.bind(path));
        host.socket.accept(host::welcome);
        return host;
    }

    /// Passes messages until the browser closes its end, which is how it tells a host to end.
    ///
    /// @throws IOException when the browser says what is no native messaging
    public void run() throws IOException {
        for (byte[] message = browser.read(); message != null; message = browser.read()) {
            answered(message);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void welcome(SocketChannel channel) {
        Visitor visitor = new Visitor(channel);
        visitor.channel.send(HELLO_LINE);
        visitor.channel.start();
    }

    private void asked(Visitor visitor, Envelope envelope) {
        byte[] raw = envelope.raw(Field.ID);
        if (raw == null) {
            return;
        }
        Json id = Json.raw(raw);
        String key = new String(raw, StandardCharsets.UTF_8);
        if ("cancel".equals(envelope.text(Field.TYPE))) {
            cancel(visitor, key);
            return;
        }
        String own;
        synchronized (lock) {
            own = "h" + ++lastId;
            open.put(own, new Asked(visitor, key, id));
            visitor.ids.put(key, own);
        }
        byte[] message = envelope.with(Field.ID, quoted(own));
        if (message.length > NativeMessages.MAX_TO_EXTENSION) {
            forget(own);
            visitor.channel.send(refusal(
                    id,
                    ActionError.TOO_LARGE,
                    "the request is over the 1 MB that a browser lets its extension receive"));
            return;
        }
        tell(message);
    }

    private void cancel(Visitor visitor, String key) {
        String own;
        synchronized (lock) {
            own = visitor.ids.get(key);
        }
        if (own != null) {
            forget(own);
            tell(("{\"type\":\"cancel\",\"id\":\"" + own + "\"}").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void gone(Visitor visitor) {
        List<String> orphans;
        synchronized (lock) {
            orphans = new ArrayList<>(visitor.ids.values());
        }
        for (String own : orphans) {
            forget(own);
            tell(("{\"type\":\"cancel\",\"id\":\"" + own + "\"}").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void answered(byte[] message) {
        Envelope envelope = Envelope.parse(message, Field.MEMBERS);
        String own = envelope == null ? null : envelope.text(Field.ID);
        if (envelope == null || own == null) {
            // An event of the extension's own; no connector waits for it.
            return;
        }
        Asked asked;
        synchronized (lock) {
            asked = open.get(own);
        }
        if (asked == null) {
            return;
        }
        if (!"progress".equals(envelope.text(Field.TYPE))) {
            forget(own);
        }
        asked.visitor().channel.send(oneLine(envelope.with(Field.ID, asked.id().utf8())));
    }

    private void forget(String own) {
        synchronized (lock) {
            Asked asked = open.remove(own);
            if (asked != null) {
                asked.visitor().ids.remove(asked.key(), own);
            }
        }
    }

    private void tell(byte[] message) {
        try {
            browser.write(message);
        } catch (IOException e) {
            // The browser is gone; the end of its other stream, which ends this host, is on its way.
            close();
        }
    }

    private static byte[] refusal(Json id, ActionError error, String sentence) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("id", 0);
        answer.put("success", false).put("error", sentence).put("errorCode", error.name());
        Envelope envelope =
                Objects.requireNonNull(Envelope.parse(Json.of(answer).utf8(), Field.MEMBERS));
        return oneLine(envelope.with(Field.ID, id.utf8()));
    }

    private static byte[] quoted(String word) {
        return ("\"" + word + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    /// Outside of strings a line feed is only white space, and inside of them JSON has none.
    private static byte[] oneLine(byte[] json) {
        byte[] line = new byte[json.length + 1];
        for (int i = 0; i < json.length; i++) {
            line[i] = json[i] == '\n' || json[i] == '\r' ? (byte) ' ' : json[i];
        }
        line[json.length] = '\n';
        return line;
    }

    /// A connector.
    private final class Visitor implements LineChannel.Listener {
        private final LineChannel channel;

        /// From the connector's ids to this host's; guarded by the host's lock.
        private final Map<String, String> ids = new HashMap<>();

        Visitor(SocketChannel socket) {
            this.channel = new LineChannel(socket, this);
        }

        @Override
        public void line(Envelope line) {
            asked(this, line);
        }

        @Override
        public void ended() {
            gone(this);
        }
    }
}
