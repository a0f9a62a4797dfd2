package io.relayhub.websocket.handshake;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeHandler;

/// Spring's own handshake, from which no exception leaves: Spring would put the request's address, and with it the
/// token, into the message of another one, and that into the log.
public final class RedactingHandshake implements HandshakeHandler {
    private final HandshakeHandler handshake;
    private final HandshakeListener listener;

    public RedactingHandshake(HandshakeHandler handshake, HandshakeListener listener) {
        this.handshake = handshake;
        this.listener = listener;
    }

    @Override
    public boolean doHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        try {
            return handshake.doHandshake(request, response, handler, attributes);
        } catch (RuntimeException failure) {
            String reference =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            var withoutAddress =
                    new IllegalStateException(failure.getClass().getName() + " in a handshake, where the trace shows");
            withoutAddress.setStackTrace(failure.getStackTrace());
            listener.failed("handshake", reference, withoutAddress);
            Refusal.INTERNAL.answer(servletResponse, reference);
            return false;
        }
    }
}
