package io.relayhub.link;

/// What one peer says, heard by its dialect. The transport calls one conversation serially (not always on the same
/// thread), and
/// different conversations concurrently. Neither method may block.
public interface Conversation {
    /// @param message valid only until this method returns
    void onMessage(Message message);

    /// The connection is gone, whatever ended it. Called exactly once, and nothing after it.
    void onClosed();
}
