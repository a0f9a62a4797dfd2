package io.relayhub.connector.nativehost;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.dial.Field;
import io.relayhub.link.json.Envelope;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One connection to a native host: many requests at once, told apart by their ids.
final class HostLink implements AutoCloseable {
    /// Hears what the host says about one request, on the reading thread; must not block.
    interface Hearer {
        /// An answer, or a part of one.
        void said(Envelope envelope);

        /// The host is gone.
        void lost();
    }

    private final LineChannel channel;
    private final Consumer<HostLink> onEnd;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Hearer> open = new HashMap<>();

    @GuardedBy("lock")
    private boolean ended;

    private volatile boolean takesCancel;

    private HostLink(SocketChannel socket, Consumer<HostLink> onEnd) {
        this.channel = new LineChannel(socket, new Events());
        this.onEnd = onEnd;
    }

    /// @param onEnd told once, when the host is gone
    /// @throws IOException when nobody listens there
    static HostLink connect(UnixDomainSocketAddress address, Consumer<HostLink> onEnd) throws IOException {
        HostLink link = new HostLink(SocketChannel.open(address), onEnd);
        link.channel.start();
        return link;
    }

    /// Whether the host said that it understands `cancel`.
    boolean takesCancel() {
        return takesCancel;
    }

    /// @return false when the host is gone, so that nothing may be sent
    boolean open(String id, Hearer hearer) {
        synchronized (lock) {
            if (ended) {
                return false;
            }
            open.put(id, hearer);
            return true;
        }
    }

    void forget(String id) {
        synchronized (lock) {
            open.remove(id);
        }
    }

    /// Queues a line. Never blocks; whose line is not sent hears [Hearer#lost].
    void send(byte[] line) {
        channel.send(line);
    }

    @Override
    public void close() {
        channel.close();
    }

    private final class Events implements LineChannel.Listener {
        @Override
        public void line(Envelope envelope) {
            String type = envelope.text(Field.TYPE);
            if (NativeHost.HELLO.equals(type)) {
                takesCancel = true;
                return;
            }
            String id = envelope.text(Field.ID);
            if (id == null) {
                return;
            }
            Hearer hearer;
            synchronized (lock) {
                hearer = "progress".equals(type) ? open.get(id) : open.remove(id);
            }
            if (hearer != null) {
                hearer.said(envelope);
            }
        }

        @Override
        public void ended() {
            List<Hearer> waiting;
            synchronized (lock) {
                ended = true;
                waiting = new ArrayList<>(open.values());
                open.clear();
            }
            onEnd.accept(HostLink.this);
            waiting.forEach(Hearer::lost);
        }
    }
}
