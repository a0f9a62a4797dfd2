package io.relayhub.topics;

import io.relayhub.link.Message;
import org.jspecify.annotations.Nullable;

/// One thing that is listened to, and its last value. Made by [Topics#open]; any thread.
public final class Topic {
    private final int place;
    private volatile @Nullable Message last;

    Topic(int place) {
        this.place = place;
    }

    /// Its number, which it has alone until it is closed.
    int place() {
        return place;
    }

    /// The last value; null while there is none, and once it is closed.
    @Nullable
    Message last() {
        return last;
    }

    void last(@Nullable Message value) {
        last = value;
    }
}
