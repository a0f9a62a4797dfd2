package io.relayhub.link.line;

import io.relayhub.link.Session;
import io.relayhub.link.json.Members;
import java.util.Set;

/// A dialect whose messages are lines of JSON, by itself on a path or beside others: see [LinePath].
public interface LineDialect {
    /// The members that it reads.
    Members members();

    /// The values of `type` that it answers where it is not the first dialect of its path; the first gets the rest.
    default Set<String> types() {
        return Set.of();
    }

    /// A peer has connected; or, where this is not the first dialect of the path, has sent its first line of one of
    /// the [#types]. Must not block; may send at once. What the identity may do is for the dialect to check.
    ///
    /// @param now nanoseconds of the transport's clock
    LineConversation open(Session session, long now);

    /// Looks after what time brings. Called about every 100 ms by one thread.
    default void onTick(long now) {}
}
