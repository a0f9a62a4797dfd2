package io.relayhub.link.json;

/// A member of an envelope that a dialect reads, by its name; an enum's constants make good ones. Members that no
/// dialect names pass unread.
public interface Member {
    /// Its name: ASCII letters.
    String text();

    /// Its place among the dialect's members, from 0 on without a gap. An enum's constants have it.
    int ordinal();

    /// What a second member of the same name means.
    default Repeat repeat() {
        return Repeat.REFUSED;
    }

    /// Where two readers could read different values of a member that decides what happens, the message is refused.
    enum Repeat {
        REFUSED,
        LAST_COUNTS
    }
}
