package io.relayhub.dial;

import io.relayhub.link.json.Envelope;
import java.time.Duration;

/// The ear for what happens to an [Uplink]. Called from the threads of the network and of the timers; must not block.
public interface UplinkListener {
    /// Connected, the hello is on its way.
    void up(Wire wire);

    /// A message that is neither a heartbeat nor about the connection itself.
    ///
    /// @param envelope with [Field] as its members; valid until this method returns
    void message(Wire wire, Envelope envelope);

    /// A line that is no JSON object.
    void garbage();

    /// The hub is about to leave and takes nothing new on this connection; it will end soon. Call [Uplink#moveOn]
    /// once nothing is owed on it any more.
    void leaving(Wire wire);

    /// A connection that was up has ended. Followed by [#waiting] or [#gaveUp].
    void down(Wire wire, Disconnect ending);

    /// The next attempt is made after this time.
    void waiting(Disconnect ending, Duration delay);

    /// There will be no connection any more: it was closed from here, the hub said something final, or the attempts
    /// are used up. Called once, last.
    void gaveUp(Disconnect ending);
}
