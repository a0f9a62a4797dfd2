package io.relayhub.link;

/// One wire protocol: all that a transport knows of it.
public interface Dialect {
    /// A peer has connected. Must not block; may send at once.
    ///
    /// @param now nanoseconds of the transport's clock, as in [Conversation]
    Conversation open(Session session, long now);

    /// Looks after what time brings. Called about every 100 ms by one thread.
    default void onTick(long now) {}
}
