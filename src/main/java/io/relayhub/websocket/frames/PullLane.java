package io.relayhub.websocket.frames;

import io.relayhub.link.Message;
import io.relayhub.link.Session;
import org.jspecify.annotations.Nullable;

/// A source of messages for one peer, and whether it has something. Any thread says so; the owner of the writing asks.
final class PullLane {
    private volatile Session.@Nullable Source source;
    private volatile boolean wanted;

    void source(Session.@Nullable Source next) {
        source = next;
    }

    /// The source has something again.
    void want() {
        wanted = true;
    }

    /// Whether the source has to be asked.
    boolean isWanted() {
        return wanted && source != null;
    }

    /// Asks the source. One that had something is asked again.
    @Nullable
    Message next() {
        Session.Source asked = source;
        if (asked == null || !wanted) {
            return null;
        }
        wanted = false;
        Message message = asked.next();
        if (message != null) {
            wanted = true;
        }
        return message;
    }
}
