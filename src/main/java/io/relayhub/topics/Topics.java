package io.relayhub.topics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Topics and those who listen to all of them. A value is encoded once, by whoever publishes it, and is the same bytes
/// for every listener; a listener that does not keep up gets the latest value of each topic and never a queue of past
/// ones. It costs a reference for each topic and a bit for each topic and listener.
///
/// Any thread. The lock is held to open and close topics only.
public final class Topics {
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private int used;

    /// By their places; null where one is free. Written under the lock, into an array that readers may have.
    private volatile @Nullable Topic[] topics = {};

    /// A new topic without a value.
    public synchronized Topic open() {
        int place = 0;
        while (place < used && topics[place] != null) {
            place++;
        }
        if (place == topics.length) {
            topics = Arrays.copyOf(topics, Math.max(16, 2 * place));
        }
        used = Math.max(used, place + 1);
        Topic topic = new Topic(place);
        topics[place] = topic;
        return topic;
    }

    /// Nobody gets a value of this topic any more.
    public synchronized void close(Topic topic) {
        topic.last(null);
        if (at(topic.place()) == topic) {
            topics[topic.place()] = null;
        }
    }

    /// Replaces the topic's value: for those who come from now on, and for those who have not got the one before.
    ///
    /// @param value handed over: nobody may change its bytes any more
    public void renew(Topic topic, Message value) {
        topic.last(value);
    }

    /// Tells everybody that the topic has a new value. May write to sockets, so no lock should be held.
    public void announce(Topic topic) {
        for (Subscription subscription : subscriptions) {
            subscription.mark(topic.place());
        }
    }

    /// Lets a session listen to all topics from now on, and tells it their values. Takes the session's pull lane.
    ///
    /// @param intervalNanos least time between two values of one topic; 0 for none
    /// @param now           nanoseconds of the transport's clock, as in [#onTick]
    public Subscription subscribe(Session session, long intervalNanos, long now) {
        Subscription subscription = new Subscription(this, session, intervalNanos, now);
        // Before the look at what there is: what is published meanwhile must not be missed.
        subscriptions.add(subscription);
        synchronized (this) {
            for (Topic topic : topics) {
                if (topic != null && topic.last() != null) {
                    subscription.markFirst(topic.place());
                }
            }
        }
        session.source(subscription);
        return subscription;
    }

    /// Ends a subscription, as its session has ended.
    public void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    public int subscribers() {
        return subscriptions.size();
    }

    /// Hands out what waited for its interval. Called by one thread, about every 100 ms.
    public void onTick(long now) {
        for (Subscription subscription : subscriptions) {
            subscription.onTick(now);
        }
    }

    /// @return null when that place is free
    @Nullable
    Topic at(int place) {
        @Nullable Topic[] all = topics;
        return place < all.length ? all[place] : null;
    }
}
