package io.relayhub.websocket;

import io.relayhub.link.CloseReason;
import io.relayhub.link.Closing;
import io.relayhub.link.Conversation;
import io.relayhub.link.Message;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/// A [Socket] as Spring's handlers see it. Has no address with a query, no handshake headers and no token, because
/// Spring writes sessions into log lines.
final class HandlerSession implements WebSocketSession {
    private final Socket socket;
    private final WebSocketHandler handler;
    private final String path;

    /// Set by [DialectHandler] before the first message.
    private @Nullable Conversation conversation;

    HandlerSession(Socket socket, WebSocketHandler handler, String path) {
        this.socket = socket;
        this.handler = handler;
        this.path = path;
    }

    Socket socket() {
        return socket;
    }

    @Nullable
    Conversation conversation() {
        return conversation;
    }

    void converse(Conversation conversation) {
        this.conversation = conversation;
    }

    void opened() {
        try {
            handler.afterConnectionEstablished(this);
        } catch (Exception failure) {
            socket.failed(failure);
        }
    }

    void received(Message message) {
        try {
            handler.handleMessage(this, new Arrived(message));
        } catch (Exception failure) {
            socket.failed(failure);
        }
    }

    void pinged() {
        Conversation one = conversation;
        if (one != null) {
            try {
                one.onPing(socket.now());
            } catch (RuntimeException failure) {
                socket.failed(failure);
            }
        }
    }

    void closed(int code) {
        try {
            handler.afterConnectionClosed(this, new CloseStatus(code));
        } catch (Exception failure) {
            socket.failed(failure);
        }
    }

    @Override
    public String getId() {
        return socket.session().id();
    }

    @Override
    public URI getUri() {
        return URI.create(path);
    }

    @Override
    public HttpHeaders getHandshakeHeaders() {
        return HttpHeaders.EMPTY;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public @Nullable String getAcceptedProtocol() {
        return null;
    }

    /// Limits are the hub's own (see [SocketSettings]).
    @Override
    public void setTextMessageSizeLimit(int messageSizeLimit) {}

    @Override
    public int getTextMessageSizeLimit() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setBinaryMessageSizeLimit(int messageSizeLimit) {}

    @Override
    public int getBinaryMessageSizeLimit() {
        return Integer.MAX_VALUE;
    }

    @Override
    public List<WebSocketExtension> getExtensions() {
        return List.of();
    }

    @Override
    public void sendMessage(WebSocketMessage<?> message) {
        switch (message) {
            case TextMessage text -> socket.session().send(Message.text(text.asBytes()));
            case BinaryMessage binary -> {
                ByteBuffer payload = binary.getPayload().duplicate();
                var bytes = new byte[payload.remaining()];
                payload.get(bytes);
                socket.session().send(new Message(Message.Kind.BINARY, bytes, 0, bytes.length));
            }
            default -> throw new IllegalArgumentException("only whole text and binary messages can be sent");
        }
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosing();
    }

    @Override
    public void close() {
        socket.session().close(Closing.because(CloseReason.NORMAL));
    }

    /// Spring closes sessions itself only after a failure.
    @Override
    public void close(CloseStatus status) {
        if (status.equalsCode(CloseStatus.NORMAL)) {
            close();
        } else {
            socket.failed(new IllegalStateException("closed by the framework with " + status.getCode()));
        }
    }

    @Override
    public String toString() {
        return "session " + socket.session().id();
    }

    /// A whole message on its way through Spring; its text form shows no content.
    record Arrived(Message message) implements WebSocketMessage<Message> {
        @Override
        public Message getPayload() {
            return message;
        }

        @Override
        public int getPayloadLength() {
            return message.length();
        }

        @Override
        public boolean isLast() {
            return true;
        }
    }
}
