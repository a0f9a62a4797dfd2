package io.relayhub.link;

import java.util.Map;

/// The way to one connected peer, as a dialect sees it. Every method may be called from any thread, never blocks and
/// never throws
/// for what happens in a healthy network.
public interface Session {
    /// Unique in this process and fit for logs; not a secret.
    String id();

    Identity identity();

    /// The handshake's query parameters, the first value of each; credentials are not among them.
    Map<String, String> parameters();

    /// Queues a message for the peer. Messages sent by one thread leave in the order of the calls.
    ///
    /// @return false when the message will not be sent, because the peer is closing, gone, or too slow
    ///     (it is then being closed)
    boolean send(Message message);

    /// Closes the connection after what is queued has been sent; a peer that does not answer the close is cut off 2 s
    /// later.
    /// Only the first call counts.
    void close(Closing closing);

    /// Tells the transport what this peer has turned out to be, for its meters and log lines.
    void decided(Role role);
}
