package io.relayhub.topics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One listener: which topics have a value that it has not got yet. Its session asks it for the next one whenever
/// nothing waits for the peer, so that a slow peer gets fewer values and the latest ones, of all topics in turn.
///
/// Any thread; the lock is held for a few operations.
public final class Subscription implements Session.Source {
    private final Topics topics;
    private final Session session;
    private final long intervalNanos;

    /// What the session may have now.
    @GuardedBy("this")
    private final BitSet ready = new BitSet();

    /// What waits for the end of the interval; unused where there is none.
    @GuardedBy("this")
    private final BitSet later = new BitSet();

    /// Where to look for the next one, so that busy topics do not hide others.
    @GuardedBy("this")
    private int turn;

    /// Of the ticker.
    private long lastRound;

    Subscription(Topics topics, Session session, long intervalNanos, long now) {
        this.topics = topics;
        this.session = session;
        this.intervalNanos = intervalNanos;
        this.lastRound = now;
    }

    /// A value that is there already is told without waiting for the interval.
    void markFirst(int place) {
        synchronized (this) {
            ready.set(place);
        }
    }

    void mark(int place) {
        synchronized (this) {
            if (intervalNanos > 0) {
                later.set(place);
                return;
            }
            ready.set(place);
        }
        session.pull();
    }

    void onTick(long now) {
        if (intervalNanos == 0 || now - lastRound < intervalNanos) {
            return;
        }
        synchronized (this) {
            if (later.isEmpty()) {
                return;
            }
            ready.or(later);
            later.clear();
        }
        lastRound = now;
        session.pull();
    }

    @Override
    public @Nullable Message next() {
        while (true) {
            Topic topic;
            synchronized (this) {
                int place = ready.nextSetBit(turn);
                if (place < 0) {
                    place = ready.nextSetBit(0);
                }
                if (place < 0) {
                    return null;
                }
                ready.clear(place);
                turn = place + 1;
                topic = topics.at(place);
            }
            Message value = topic == null ? null : topic.last();
            if (value != null) {
                return value;
            }
        }
    }
}
