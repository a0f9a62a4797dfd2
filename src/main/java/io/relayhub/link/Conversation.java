package io.relayhub.link;

/// One peer's side of a dialect: hears what the peer says. The transport calls one conversation serially (not always
/// on the same thread), and different conversations concurrently. Neither method may block. `now` is the transport's
/// clock in nanoseconds, compared by difference; no conversation reads a clock of its own.
public interface Conversation {
    /// @param message valid only until this method returns
    void onMessage(Message message, long now);

    /// The peer has sent a ping of its own; the transport answers it.
    default void onPing(long now) {}

    /// The connection is gone, whatever ended it. Called exactly once, and nothing after it.
    void onClosed(long now);
}
