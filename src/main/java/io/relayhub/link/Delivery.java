package io.relayhub.link;

/// Fate of a message that was to be sent.
public enum Delivery {
    /// It waits for the peer or is on its way.
    QUEUED,
    /// Nothing was taken: so much waits for this peer, or for all peers together, that this message has no room. The
    /// connection stays; whoever wanted to send is to be told.
    FULL,
    /// Nothing was taken: the connection is closing or gone.
    CLOSED;

    public boolean isQueued() {
        return this == QUEUED;
    }
}
