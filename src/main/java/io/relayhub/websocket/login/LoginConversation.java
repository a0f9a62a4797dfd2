package io.relayhub.websocket.login;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Credential;
import io.relayhub.link.Message;
import io.relayhub.link.Session;
import io.relayhub.websocket.handshake.Reservation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A conversation that hears one login and then is the dialect's. Nothing else is heard before: any other message ends
/// it.
final class LoginConversation implements Conversation {
    /// Longer than nanoseconds can be counted from here on, and than any process runs.
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Session session;
    private final Reservation reservation;
    private final Logins logins;

    /// Null before the login.
    private @Nullable Conversation dialect;

    /// Nanoseconds; the end of the time to log in, later that of the identity.
    private volatile long end;

    private volatile boolean expires;
    private volatile boolean closing;

    LoginConversation(Session session, Reservation reservation, Logins logins, long end) {
        this.session = session;
        this.reservation = reservation;
        this.logins = logins;
        this.end = end;
    }

    @Override
    public void onMessage(Message message, long now) {
        if (dialect != null) {
            dialect.onMessage(message, now);
        } else if (!closing) {
            logIn(LoginMessage.read(message), now);
        }
    }

    @Override
    public void onClosed(long now) {
        logins.gone(this);
        if (dialect != null) {
            dialect.onClosed(now);
        }
    }

    private void logIn(@Nullable Credential credential, long now) {
        String refusal = credential == null ? "AUTH_REQUIRED" : reservation.logIn(credential);
        if (refusal != null) {
            session.send(LoginMessage.refused(refusal));
            close(CloseReason.AUTH_REQUIRED);
            logins.stopWaiting(this);
            return;
        }
        Instant expiresAt = reservation.identity().expiresAt();
        if (expiresAt != null) {
            Duration left = Duration.between(logins.clock().instant(), expiresAt);
            end = now + (left.compareTo(FOR_EVER) < 0 ? left : FOR_EVER).toNanos();
            expires = true;
        }
        logins.loggedIn(this);
        session.send(LoginMessage.accepted());
        dialect = logins.dialect().open(session, now);
    }

    boolean isOver(long now) {
        return now - end >= 0;
    }

    boolean expires() {
        return expires;
    }

    void close(CloseReason reason) {
        closing = true;
        session.close(Closing.because(reason));
    }
}
