package io.relayhub.connector.chrome.download;

/// One download as Chrome has told of it so far.
///
/// @param id        what agents call it
/// @param file      what Chrome calls it, and its file's name
/// @param origin    where it comes from
/// @param name      what the page calls it
/// @param startedAt milliseconds since 1970
/// @param received  bytes so far
/// @param total     bytes; -1 where the server has not said
/// @param reason    why it was cancelled or has failed, where that is known; else empty
public record Download(
        String id,
        String file,
        Origin origin,
        String name,
        long startedAt,
        long received,
        long total,
        State state,
        String reason) {
    /// The tab and address of a download.
    ///
    /// @param tabId     0 where it is not known
    /// @param contextId Chrome's id of the browser context; empty where it is not known
    /// @param kept      its bytes come to the connector and not to the user
    /// @param shown     agents may know of it
    public record Origin(int tabId, String contextId, String url, boolean kept, boolean shown) {}

    /// How far a download has come.
    public enum State {
        IN_PROGRESS,
        COMPLETED,
        /// By the user, by an agent, by the page's server or for its size.
        CANCELLED,
        /// The browser went before it was complete.
        FAILED
    }

    public boolean ended() {
        return state != State.IN_PROGRESS;
    }

    Download at(long bytes, long all, State now) {
        return new Download(id, file, origin, name, startedAt, bytes, all, now, reason);
    }

    Download because(State last, String why) {
        return new Download(id, file, origin, name, startedAt, received, total, last, why);
    }

    /// What it takes of the disk, or is about to.
    long weight() {
        return origin.kept() && (state == State.IN_PROGRESS || state == State.COMPLETED)
                ? Math.max(received, total)
                : 0;
    }
}
