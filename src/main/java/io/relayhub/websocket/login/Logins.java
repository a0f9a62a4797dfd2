package io.relayhub.websocket.login;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import io.relayhub.link.Session;
import io.relayhub.websocket.handshake.Entrance.Login;
import io.relayhub.websocket.handshake.Reservation;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The peers of one endpoint that connected without a credential and have to log in by their first message
/// (docs/protocol.md, "Handshake"), and those that have and whose identity will expire.
///
/// Any thread, but [#onTick] is called by one at a time. One lock, held for a look into the set of the waiting.
public final class Logins {
    private final Login settings;
    private final Dialect dialect;
    private final InstantSource clock;
    private final Set<LoginConversation> waiting = new LinkedHashSet<>();
    private final Set<LoginConversation> expiring = ConcurrentHashMap.newKeySet();

    /// @param dialect opened once a peer has logged in
    /// @param clock   tells how long an identity is still valid
    public Logins(Login settings, Dialect dialect, InstantSource clock) {
        this.settings = settings;
        this.dialect = dialect;
        this.clock = clock;
    }

    /// A peer that has to log in. When too many wait already, the one that has waited longest is closed.
    ///
    /// @param now nanoseconds
    public Conversation open(Session session, Reservation reservation, long now) {
        var conversation = new LoginConversation(
                session, reservation, this, now + settings.time().toNanos());
        List<LoginConversation> tooMany;
        synchronized (waiting) {
            waiting.add(conversation);
            tooMany = waiting.stream()
                    .limit(Math.max(0, waiting.size() - settings.waiting()))
                    .toList();
            tooMany.forEach(waiting::remove);
        }
        tooMany.forEach(oldest -> oldest.close(CloseReason.AUTH_TIMEOUT));
        return conversation;
    }

    /// Closes those whose time to log in is over and those whose identity has expired.
    ///
    /// @param now nanoseconds
    public void onTick(long now) {
        List<LoginConversation> late;
        synchronized (waiting) {
            late = waiting.stream().filter(each -> each.isOver(now)).toList();
            late.forEach(waiting::remove);
        }
        late.forEach(each -> each.close(CloseReason.AUTH_TIMEOUT));
        for (LoginConversation each : expiring) {
            if (each.isOver(now)) {
                each.close(CloseReason.TOKEN_REVOKED);
            }
        }
    }

    Dialect dialect() {
        return dialect;
    }

    InstantSource clock() {
        return clock;
    }

    void loggedIn(LoginConversation conversation) {
        stopWaiting(conversation);
        if (conversation.expires()) {
            expiring.add(conversation);
        }
    }

    void stopWaiting(LoginConversation conversation) {
        synchronized (waiting) {
            waiting.remove(conversation);
        }
    }

    void gone(LoginConversation conversation) {
        stopWaiting(conversation);
        expiring.remove(conversation);
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }
}
