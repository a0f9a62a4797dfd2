package io.relayhub.link.line;

import io.relayhub.link.CloseReason;
import io.relayhub.link.json.Envelope;

/// One peer's side of a [LineDialect]. Called serially, but for [#onOverdue]; nothing may block. `now` is the
/// transport's clock in nanoseconds.
public interface LineConversation {
    /// @param line valid until this method returns; a member that must not repeat may still be [Envelope#repeated]
    /// @return whether to go on; after STOP nothing more of this peer is heard, on the whole path
    Next onLine(Envelope line, long now);

    /// A line that is not one JSON object. The connection stays; the peer may be told.
    ///
    /// @param problem the rest of a sentence; never a part of the message
    default void onMalformed(String problem, long now) {}

    /// The peer went beyond a limit of lines; its session is closed for this reason when this method has returned, so
    /// what is sent here is its last message.
    default void onExpelled(CloseReason reason, long now) {}

    /// A line was begun and not finished in time; the session is closed when this method has returned. Called by the
    /// ticker, also while another method runs; once.
    default void onOverdue() {}

    /// The connection is gone. Called once, and nothing after it.
    void onClosed(long now);
}
