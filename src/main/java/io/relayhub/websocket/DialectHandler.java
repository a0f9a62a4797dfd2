package io.relayhub.websocket;

import io.relayhub.link.Conversation;
import io.relayhub.link.Dialect;
import java.util.List;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/// The Spring handler at the hub's path: opens a conversation of the dialect for each session and tells it what
/// arrives.
/// Whatever a conversation throws ends that connection alone (1011 `INTERNAL ref=…`) and goes no further.
final class DialectHandler implements WebSocketHandler, SubProtocolCapable {
    static final String SUBPROTOCOL = "relayhub.v1";

    private final Dialect dialect;

    DialectHandler(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of(SUBPROTOCOL);
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        HandlerSession own = own(session);
        try {
            own.converse(dialect.open(own.socket()));
        } catch (RuntimeException | Error failure) {
            own.socket().failed(failure);
        }
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
            conversation.onMessage(arrived.message());
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
            conversation.onClosed();
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
