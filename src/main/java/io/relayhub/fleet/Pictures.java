package io.relayhub.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.topics.Subscription;
import io.relayhub.topics.Topic;
import io.relayhub.topics.Topics;
import java.util.function.LongFunction;

/// The envelope for viewers: made once a second while somebody watches, and for a newcomer when there is something
/// newer than the last one. Any thread.
final class Pictures {
    private final Topics topics = new Topics();
    private final Topic topic = topics.open();
    private final LongFunction<byte[]> encoder;
    private volatile boolean changed = true;

    @GuardedBy("this")
    private long encodedAt;

    /// @param encoder makes the envelope of this moment; told the time
    Pictures(LongFunction<byte[]> encoder) {
        this.encoder = encoder;
    }

    Topics topics() {
        return topics;
    }

    /// Some server looks different now.
    void change() {
        changed = true;
    }

    Subscription subscribe(Session session, long intervalNanos, long now) {
        synchronized (this) {
            if (changed || now - encodedAt >= FleetSettings.PUSH.toNanos()) {
                encode(now);
            }
        }
        return topics.subscribe(session, intervalNanos, now);
    }

    void push(long now) {
        if (topics.subscribers() == 0) {
            return;
        }
        synchronized (this) {
            encode(now);
        }
        topics.announce(topic);
    }

    @GuardedBy("this")
    private void encode(long now) {
        changed = false;
        encodedAt = now;
        topics.renew(topic, Message.text(encoder.apply(now)));
    }
}
