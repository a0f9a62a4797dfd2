package io.relayhub.testing;

import io.relayhub.dial.Disconnect;
import io.relayhub.dial.Field;
import io.relayhub.dial.Wire;
import io.relayhub.link.json.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A connection whose far side is the test.
public final class FakeWire implements Wire {
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Wire.@Nullable Listener listener;
    private volatile @Nullable Disconnect ending;

    @Override
    public void listen(Wire.Listener first) {
        listener = first;
    }

    @Override
    public CompletableFuture<Void> send(byte[] line) {
        if (ending != null) {
            return CompletableFuture.failedFuture(new IOException("closed"));
        }
        sent.add(new String(line, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void close(Disconnect why) {
        end(why);
    }

    @Override
    public void abort(Disconnect why) {
        end(why);
    }

    /// The far side ends it, or the network does.
    public void end(Disconnect why) {
        if (ending == null) {
            ending = why;
            Wire.Listener told = listener;
            if (told != null) {
                told.ended(why);
            }
        }
    }

    /// The far side says a line.
    public void hear(String line) {
        Wire.Listener told = Objects.requireNonNull(listener, "nobody listens yet");
        told.heard();
        Envelope envelope = Envelope.parse(line.getBytes(StandardCharsets.UTF_8), Field.MEMBERS);
        if (envelope == null) {
            told.garbage();
        } else {
            told.line(envelope);
        }
    }

    /// A frame without a line, such as a protocol ping.
    public void hearSign() {
        Objects.requireNonNull(listener, "nobody listens yet").heard();
    }

    /// Everything that was said so far, each with its line feed.
    public List<String> sent() {
        return sent;
    }

    public @Nullable Disconnect ending() {
        return ending;
    }
}
