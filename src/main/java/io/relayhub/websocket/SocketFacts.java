package io.relayhub.websocket;

import io.relayhub.websocket.connection.CloseState;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// The facts of one connection on their way to the listener. Messages that are read are counted, and told once for all
/// that a read has brought.
///
/// What is about reading is confined to the serial calls; the rest may come from any thread.
final class SocketFacts {
    private final SocketListener listener;
    private final SocketSession session;
    private int messages;
    private long bytes;

    SocketFacts(SocketListener listener, SocketSession session) {
        this.listener = listener;
        this.session = session;
    }

    void opened() {
        listener.opened(session.peer(), session.identity());
    }

    /// A whole message has arrived.
    void received(int length) {
        messages++;
        bytes += length;
    }

    /// Tells what has been counted.
    void tellReceived() {
        int count = messages;
        if (count > 0) {
            messages = 0;
            long sum = bytes;
            bytes = 0;
            listener.received(session.peer(), count, sum);
        }
    }

    void sent(int count, long sum) {
        listener.sent(session.peer(), count, sum);
    }

    void slowConsumer() {
        listener.slowConsumer(session.peer());
    }

    void heartbeatTimeout() {
        listener.heartbeatTimeout(session.peer());
    }

    void closed(CloseState.Cause cause) {
        listener.closed(session.peer(), cause.code(), cause.initiator());
    }

    /// A bug.
    ///
    /// @return the reference by which the log has it
    String failed(Throwable cause) {
        String reference =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        listener.failed(session.id(), reference, cause);
        return reference;
    }
}
