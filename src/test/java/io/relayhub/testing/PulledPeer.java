package io.relayhub.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.link.Closing;
import io.relayhub.link.Delivery;
import io.relayhub.link.Identity;
import io.relayhub.link.Message;
import io.relayhub.link.Pieces;
import io.relayhub.link.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session without a network, with a pull lane: its peer reads at once, or only when the test says so.
public final class PulledPeer implements Session {
    private final Identity identity;
    private final Map<String, String> parameters;
    private final List<String> heard = new ArrayList<>();
    private @Nullable Source source;
    private boolean reads = true;
    private @Nullable Closing closing;

    public PulledPeer(Identity identity, Map<String, String> parameters) {
        this.identity = identity;
        this.parameters = parameters;
    }

    /// From now on it reads nothing, until [#read].
    public PulledPeer stall() {
        reads = false;
        return this;
    }

    /// Reads one message, if there is one.
    ///
    /// @return empty when there is none
    public String read() {
        Message message = source == null ? null : source.next();
        return message == null ? "" : text(message);
    }

    /// What it has heard since it was last asked.
    public List<String> heard() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    /// Null while it is open.
    public @Nullable Closing closing() {
        return closing;
    }

    @Override
    public String id() {
        return "s-" + identity.name();
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public Delivery send(Message.Kind kind, Pieces pieces) {
        heard.add(new String(pieces.toArray(), UTF_8));
        return Delivery.QUEUED;
    }

    @Override
    public void source(@Nullable Source source) {
        this.source = source;
        pull();
    }

    @Override
    public void pull() {
        Source asked = source;
        if (!reads || asked == null) {
            return;
        }
        for (Message next = asked.next(); next != null; next = asked.next()) {
            heard.add(text(next));
        }
    }

    @Override
    public void close(Closing why) {
        if (closing == null) {
            closing = why;
        }
    }

    @Override
    public void decided(String part) {}

    private static String text(Message message) {
        return new String(message.array(), message.offset(), message.length(), UTF_8);
    }
}
