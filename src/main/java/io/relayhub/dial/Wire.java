package io.relayhub.dial;

import io.relayhub.link.json.Envelope;
import java.util.concurrent.CompletableFuture;

/// One open connection to a hub. Methods may be called from any thread.
public interface Wire {
    /// Hears one connection. Lines come serially; the end may overlap with the last of them. Must not block.
    interface Listener {
        /// A frame of any kind has arrived.
        void heard();

        /// A line has arrived.
        ///
        /// @param line one JSON object, with [Field] as its members; valid until this method returns
        void line(Envelope line);

        /// A line that is no JSON object.
        void garbage();

        /// The connection is gone, or will be in a moment. Called once.
        void ended(Disconnect ending);
    }

    /// Begins to read. Nothing is read before, so nothing is missed; an end that came before is told at once.
    /// Called once.
    void listen(Listener listener);

    /// Queues one line behind those queued before it. Never blocks.
    ///
    /// @param line UTF-8 with its final line feed; handed over
    /// @return completes when the network has taken it; fails with an `IOException` when it will not be sent
    CompletableFuture<Void> send(byte[] line);

    /// As [#send], for who learns of a failure by the connection's end anyway.
    default void post(byte[] line) {
        var _ = send(line);
    }

    /// Bytes that are queued and not yet taken by the network.
    long queuedBytes();

    /// Ends the connection with close code 1000 after what is queued; cuts it off 2 s later.
    ///
    /// @param ending what the listener hears, at once
    void close(Disconnect ending);

    /// Cuts the connection off.
    ///
    /// @param ending what the listener hears
    void abort(Disconnect ending);
}
