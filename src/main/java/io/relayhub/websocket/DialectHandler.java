package io.relayhub.websocket;

import io.relayhub.link.Conversation;
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
    private final Endpoint endpoint;

    DialectHandler(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public List<String> getSubProtocols() {
        return endpoint.subprotocols();
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        HandlerSession own = own(session);
        try {
            own.converse(endpoint.dialect().open(own.socket(), own.socket().now()));
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
