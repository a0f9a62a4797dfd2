package io.relayhub.link;

/// One wire protocol. All that a transport knows of it.
@FunctionalInterface
public interface Dialect {
    /// A peer has connected. Must not block; may send at once.
    Conversation open(Session session);
}
