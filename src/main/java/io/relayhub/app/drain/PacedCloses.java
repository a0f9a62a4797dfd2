package io.relayhub.app.drain;

import io.relayhub.link.Closing;
import io.relayhub.link.Session;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Says goodbye to peers a few at a time: a thousand that leave in one instant come back in one,
/// whatever they were told.
///
/// One thread.
final class PacedCloses implements Function<Session, @Nullable Closing> {
    private final int perRound;
    private final Supplier<Closing> words;
    private final Set<String> told = new HashSet<>();
    private int left;

    /// @param words what the next peer is told
    PacedCloses(int perRound, Supplier<Closing> words) {
        this.perRound = perRound;
        this.words = words;
    }

    void nextRound() {
        left = perRound;
    }

    /// @return null for a peer whose turn has not come, or that was told already
    @Override
    public @Nullable Closing apply(Session session) {
        if (left == 0 || !told.add(session.id())) {
            return null;
        }
        left--;
        return words.get();
    }
}
