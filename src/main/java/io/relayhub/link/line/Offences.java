package io.relayhub.link.line;

/// Counts what a peer may do only so often a minute. Confined to the peer's conversation.
public final class Offences {
    private static final long MINUTE = 60_000_000_000L;

    private final int perMinute;
    private long since;
    private int count;

    public Offences(int perMinute, long now) {
        this.perMinute = perMinute;
        this.since = now;
    }

    /// One more.
    ///
    /// @return true when it is one too many
    public boolean tooMany(long now) {
        if (now - since >= MINUTE) {
            since = now;
            count = 0;
        }
        return ++count > perMinute;
    }
}
