package io.relayhub.fleet;

import io.relayhub.fleet.codec.ViewerWords;
import io.relayhub.link.Conversation;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.topics.Subscription;
import io.relayhub.topics.Topics;
import java.time.InstantSource;

/// One viewer's side: may ask for a sign of life, and is otherwise not listened to.
final class ViewerConversation implements Conversation {
    private final Session session;
    private final Topics topics;
    private final Subscription subscription;
    private final InstantSource clock;
    private final MessageRate rate;

    ViewerConversation(Session session, Topics topics, Subscription subscription, InstantSource clock, long now) {
        this.session = session;
        this.topics = topics;
        this.subscription = subscription;
        this.clock = clock;
        this.rate = new MessageRate(now);
    }

    @Override
    public void onMessage(Message message, long now) {
        if (rate.allows(now) && ViewerWords.isPing(message)) {
            // A viewer that does not read misses its pong, too.
            var _ = session.send(ViewerWords.pong(clock.instant().getEpochSecond()));
        }
    }

    @Override
    public void onClosed(long now) {
        topics.unsubscribe(subscription);
    }
}
