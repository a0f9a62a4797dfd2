package io.relayhub.relay.codec;

import io.relayhub.link.json.Envelope;
import io.relayhub.link.json.Member;
import java.util.Objects;

/// A word that one peer says again and again, such as its version: the string of the last time is good for the next.
/// Confined to the peer's conversation.
final class RecentWord {
    private static final byte[] NONE = {};

    private final Member member;
    private byte[] token = NONE;
    private String word = "";

    RecentWord(Member member) {
        this.member = member;
    }

    /// The content of the member, which must be a string.
    String of(Envelope envelope) {
        if (!envelope.valueIs(member, token)) {
            word = Objects.requireNonNull(envelope.text(member));
            token = Objects.requireNonNull(envelope.raw(member));
        }
        return word;
    }
}
