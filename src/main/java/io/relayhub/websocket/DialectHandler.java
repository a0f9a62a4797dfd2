package io.relayhub.websocket;

import io.relayhub.link.Conversation;
import io.relayhub.websocket.handshake.Entrance.Login;
import io.relayhub.websocket.handshake.Reservation;
import io.relayhub.websocket.login.Logins;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/// The Spring handler at one endpoint's path: opens a conversation of its dialect for each session, after a login where
/// one is awaited, and tells it what arrives. Whatever a conversation throws ends that connection alone (1011 `INTERNAL
/// ref=…`) and goes no further.
final class DialectHandler implements WebSocketHandler, SubProtocolCapable {
    private final Endpoint endpoint;
    private final @Nullable Logins logins;

    /// @param today tells how long the identity of a peer that logs in is still valid
    DialectHandler(Endpoint endpoint, InstantSource today) {
        this.endpoint = endpoint;
        Login login = endpoint.entrance().login();
        this.logins = login == null ? null : new Logins(login, endpoint.dialect(), today);
    }

    void onTick(long now) {
        if (logins != null) {
            logins.onTick(now);
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public List<String> getSubProtocols() {
        return endpoint.entrance().subprotocols();
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        HandlerSession own = own(session);
        try {
            own.converse(open(own.socket()));
        } catch (RuntimeException | Error failure) {
            own.socket().failed(failure);
        }
    }

    private Conversation open(Socket socket) {
        SocketSession session = socket.session();
        Reservation reservation = session.reservation();
        return logins != null && reservation.awaitsLogin()
                ? logins.open(session, reservation, session.now())
                : endpoint.dialect().open(session, session.now());
    }

    @Override
    public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
        HandlerSession own = own(session);
        Conversation conversation = own.conversation();
        if (conversation == null
                || !(message instanceof HandlerSession.Arrived arrived)
                || own.socket().isClosing()) {
            return;
        }
        try {
            conversation.onMessage(arrived.message(), own.socket().now());
        } catch (RuntimeException | Error failure) {
            own.socket().failed(failure);
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable exception) {
        own(session).socket().failed(exception);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus closeStatus) {
        HandlerSession own = own(session);
        Conversation conversation = own.conversation();
        if (conversation == null) {
            return;
        }
        try {
            conversation.onClosed(own.socket().now());
        } catch (RuntimeException | Error failure) {
            own.socket().failed(failure);
        }
    }

    @Override
    public boolean supportsPartialMessages() {
        return false;
    }

    private static HandlerSession own(WebSocketSession session) {
        return (HandlerSession) session;
    }
}
