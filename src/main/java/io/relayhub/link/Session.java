package io.relayhub.link;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way to one connected peer, as a dialect sees it. Every method may be called from any thread, never blocks and
/// never throws for what happens in a healthy network.
public interface Session {
    /// Unique in this process and fit for logs; not a secret.
    String id();

    Identity identity();

    /// The handshake's query parameters, the first value of each; credentials are not among them.
    Map<String, String> parameters();

    /// Those headers of the handshake that the endpoint keeps for its dialect, by their names in lower case, the first
    /// value of each; credentials are not among them.
    default Map<String, String> headers() {
        return Map.of();
    }

    /// The path of the handshake, which says more than the endpoint where that serves everything below a path.
    default String path() {
        return "";
    }

    /// Queues a message for the peer. Messages sent by one thread leave in the order of the calls. The bytes are copied
    /// before this returns.
    Delivery send(Message.Kind kind, Pieces pieces);

    /// As [#send(Message.Kind, Pieces)], for bytes that are in one place already, such as those that many peers get.
    default Delivery send(Message message) {
        return send(
                message.kind(),
                new Pieces().add(message.array(), message.offset(), message.offset() + message.length()));
    }

    /// Gives the session a source that it asks whenever nothing waits for the peer: so a slow peer gets the latest
    /// there is, and never a queue of what is past. The session asks once now, and after [#pull] again, until the
    /// source has nothing.
    ///
    /// @param source asked by the thread that writes to this peer, one at a time; must not block. Null ends it
    default void source(@Nullable Source source) {
        throw new UnsupportedOperationException("this session has no pull lane");
    }

    /// The source has something again. Costs little when it is asked already.
    default void pull() {}

    /// Closes the connection after what is queued has been sent; a peer that does not answer the close is cut off 2 s
    /// later. Only the first call counts.
    void close(Closing closing);

    /// Tells the transport what this peer has turned out to be, for its meters and log lines.
    ///
    /// @param part a word of the dialect's own, such as `AGENT`; a meter's label, so there may be few of them
    void decided(String part);

    /// The next message for a peer for which nothing waits.
    @FunctionalInterface
    interface Source {
        /// @return null when there is nothing now
        @Nullable
        Message next();
    }
}
