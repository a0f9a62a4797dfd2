package io.relayhub.link;

/// The limit of wrong credentials from one address. It says how a wrong one is answered; a right one is never asked
/// about. Any thread; never blocks.
@FunctionalInterface
public interface GuessLimit {
    /// No limit.
    GuessLimit NONE = address -> 0;

    /// Notes that a peer has presented a wrong credential.
    ///
    /// @param address the peer's, as the server sees it; anything that is no IP address counts as one of its own
    /// @return 0 within the limit, else the seconds after which the next attempt makes sense
    int wrong(String address);
}
