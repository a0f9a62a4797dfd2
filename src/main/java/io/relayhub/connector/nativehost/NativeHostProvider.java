package io.relayhub.connector.nativehost;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.spi.ActionCall;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import io.relayhub.connector.spi.Actions;
import io.relayhub.connector.spi.Json;
import io.relayhub.connector.spi.Provider;
import io.relayhub.dial.Field;
import io.relayhub.link.json.Envelope;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes every action that nobody else names on to the native host, as newline-delimited JSON over its Unix socket
/// (docs/connector.md, "native-host"). Connects when there is something to ask and the last connection is gone, so
/// a host that comes, goes and comes back needs no attention.
final class NativeHostProvider implements Provider {
    private final UnixDomainSocketAddress address;
    private final Consumer<String> notices;
    private final AtomicLong ids = new AtomicLong();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable HostLink current;

    @GuardedBy("lock")
    private boolean closed;

    NativeHostProvider(UnixDomainSocketAddress address, Consumer<String> notices) {
        this.address = address;
        this.notices = notices;
    }

    @Override
    public Actions actions() {
        return Actions.any();
    }

    @Override
    public Json handle(ActionCall call) throws ActionException, InterruptedException {
        String id = "c" + ids.incrementAndGet();
        Mailbox mailbox = new Mailbox();
        HostLink link = link();
        if (!link.open(id, mailbox)) {
            // It went away since the last request; the next one may be there already.
            forget(link);
            link = link();
            if (!link.open(id, mailbox)) {
                throw absent(null);
            }
        }
        try {
            link.send(line(id, call));
            return await(mailbox, call, link, id);
        } catch (InterruptedException e) {
            withdraw(link, id);
            throw e;
        } finally {
            link.forget(id);
        }
    }

    private static Json await(Mailbox mailbox, ActionCall call, HostLink link, String id)
            throws ActionException, InterruptedException {
        while (true) {
            Said said = mailbox.next(call.remaining());
            switch (said) {
                case Said.Words(Envelope envelope) -> {
                    if (!"progress".equals(envelope.text(Field.TYPE))) {
                        return answer(envelope);
                    }
                    call.progress(data(envelope));
                }
                case Said.Gone gone ->
                    throw new ActionException(
                            ActionError.LOST, "the native host went away before its answer; it may have done it");
                case Said.Nothing nothing -> {
                    withdraw(link, id);
                    throw new ActionException(
                            ActionError.TIMEOUT, "the native host did not answer in time; it may have done it");
                }
            }
        }
    }

    private static Json answer(Envelope envelope) throws ActionException {
        if (envelope.isTrue(Field.SUCCESS)) {
            return data(envelope);
        }
        String code = envelope.text(Field.ERROR_CODE);
        String sentence = envelope.text(Field.ERROR);
        throw new ActionException(
                code == null ? ActionError.FAILED.name() : code,
                envelope.isTrue(Field.RETRYABLE),
                sentence == null ? "the native host says that it failed, and not why" : sentence);
    }

    private static Json data(Envelope envelope) {
        byte[] data = envelope.raw(Field.DATA);
        return data == null ? Json.NULL : Json.raw(data);
    }

    private static void withdraw(HostLink link, String id) {
        if (!link.takesCancel()) {
            return;
        }
        link.send(("{\"type\":\"cancel\",\"id\":\"" + id + "\"}\n").getBytes(StandardCharsets.US_ASCII));
    }

    private HostLink link() throws ActionException {
        synchronized (lock) {
            if (closed) {
                throw new ActionException(ActionError.UNAVAILABLE, "the connector is stopping");
            }
            if (current == null) {
                try {
                    current = HostLink.connect(address, this::ended);
                    notices.accept("connected to the native host at " + address);
                } catch (IOException e) {
                    throw absent(e);
                }
            }
            return current;
        }
    }

    /// A link that takes nothing more is not offered again, also before it has said that it ended.
    private void forget(HostLink link) {
        synchronized (lock) {
            if (link.equals(current)) {
                current = null;
            }
        }
    }

    private void ended(HostLink link) {
        boolean ours;
        synchronized (lock) {
            ours = link.equals(current);
            if (ours) {
                current = null;
            }
            ours &= !closed;
        }
        if (ours) {
            notices.accept("the native host at " + address + " has gone");
        }
    }

    private ActionException absent(@Nullable IOException cause) {
        ActionException absent = new ActionException(
                ActionError.UNAVAILABLE,
                "no native host listens at " + address + " on the connector's machine; is the browser running, and its"
                        + " extension enabled? Tabs and pages of a browser without an extension need a connector that"
                        + " was started with --chrome");
        if (cause != null) {
            absent.initCause(cause);
        }
        return absent;
    }

    private static byte[] line(String id, ActionCall call) {
        byte[] action = Json.of(Json.mapper().getNodeFactory().stringNode(call.action()))
                .utf8();
        byte[] data = call.data().utf8();
        LineBuilder line = new LineBuilder(action.length + data.length + 80);
        line.add("{\"id\":\"" + id + "\",\"action\":")
                .add(action)
                .add(",\"data\":")
                .add(data);
        return line.add(",\"timeoutMs\":" + call.remaining().toMillis() + "}\n").bytes();
    }

    @Override
    public void close() {
        HostLink link;
        synchronized (lock) {
            closed = true;
            link = current;
        }
        if (link != null) {
            link.close();
        }
    }

    /// What a request hears from its host.
    private sealed interface Said {
        record Words(Envelope envelope) implements Said {}

        record Gone() implements Said {}

        record Nothing() implements Said {}
    }

    private static final class Mailbox implements HostLink.Hearer {
        private final BlockingQueue<Said> queue = new LinkedBlockingQueue<>();

        Said next(Duration patience) throws InterruptedException {
            Said said = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            return said == null ? new Said.Nothing() : said;
        }

        @Override
        public void said(Envelope envelope) {
            queue.add(new Said.Words(envelope));
        }

        @Override
        public void lost() {
            queue.add(new Said.Gone());
        }
    }
}
