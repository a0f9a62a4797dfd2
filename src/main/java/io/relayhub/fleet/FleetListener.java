package io.relayhub.fleet;

/// The fleet's facts, each told once, from the thread on which it became true. Implementations count and log; they
/// neither block nor throw.
public interface FleetListener {
    /// Why a message of a reporter counts for nothing.
    enum Ignored {
        /// No report of either shape.
        MALFORMED,
        /// More messages a second than a server may send.
        TOO_MANY,
        /// A binary message.
        BINARY
    }

    /// A report has been taken.
    void reported();

    void ignored(Ignored why);

    /// A server sends messages that count for nothing. Told once a minute for each server.
    ///
    /// @param messages since the last time
    void garbled(String server, Ignored why, long messages);

    /// A server has been on-line, or off-line, for long enough to be called so.
    void changed(String server, boolean isOnline);

    /// There is a new list of servers.
    void configured(int servers, int added, int removed);

    /// Facts that nobody wants to know.
    FleetListener NONE = new FleetListener() {
        @Override
        public void reported() {}

        @Override
        public void ignored(Ignored why) {}

        @Override
        public void garbled(String server, Ignored why, long messages) {}

        @Override
        public void changed(String server, boolean isOnline) {}

        @Override
        public void configured(int servers, int added, int removed) {}
    };
}
