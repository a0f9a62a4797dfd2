package io.relayhub.fleet;

import io.relayhub.fleet.FleetListener.Ignored;
import io.relayhub.fleet.codec.Report;
import io.relayhub.link.Conversation;
import io.relayhub.link.Message;
import io.relayhub.link.Session;

/// One reporter's side: each text message is a report. Nothing that it sends ends its connection; what is no report is
/// counted.
final class ReportConversation implements Conversation {
    private final Fleet fleet;
    private final Server server;
    private final Session session;
    private final MessageRate rate;
    private volatile long lastHeard;

    ReportConversation(Fleet fleet, Server server, Session session, long now) {
        this.fleet = fleet;
        this.server = server;
        this.session = session;
        this.rate = new MessageRate(now);
        this.lastHeard = now;
    }

    Session session() {
        return session;
    }

    /// Nanoseconds of the transport's clock, when the last message or ping came.
    long lastHeard() {
        return lastHeard;
    }

    /// The hub did not run for a while.
    void excuse(long now) {
        lastHeard = now;
    }

    @Override
    public void onMessage(Message message, long now) {
        lastHeard = now;
        if (!rate.allows(now)) {
            server.complaints().about(Ignored.TOO_MANY, now);
            return;
        }
        if (message.kind() == Message.Kind.BINARY) {
            server.complaints().about(Ignored.BINARY, now);
            return;
        }
        Report report = fleet.reader().read(message);
        if (report == null) {
            server.complaints().about(Ignored.MALFORMED, now);
            return;
        }
        fleet.take(server, this, report, now);
    }

    @Override
    public void onPing(long now) {
        lastHeard = now;
    }

    @Override
    public void onClosed(long now) {
        server.detach(this);
    }
}
