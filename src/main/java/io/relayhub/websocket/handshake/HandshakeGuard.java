package io.relayhub.websocket.handshake;

import io.relayhub.link.Authenticator;
import io.relayhub.link.Credential;
import io.relayhub.link.Identity;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/// Decides about a handshake before the 101, and answers every one that it refuses (docs/protocol.md, "Handshake").
///
/// No exception leaves it: Spring would put the request's address, and with it the token, into its message.
public final class HandshakeGuard implements HandshakeInterceptor {
    private static final String TICKET = Ticket.class.getName();
    private static final String VERSION = "13";

    private final Places places;
    private final Authenticator authenticator;
    private final Admission admission;
    private final HandshakeListener listener;
    private final String endpoint;
    private final String path;
    private final Origins origins;

    /// @param endpoint       the endpoint's name, for the listener
    /// @param path           where connections are opened: exactly this path and no other spelling of it
    /// @param allowedOrigins empty allows the hub's own origin only
    /// @param authenticator  is given the token, or an empty one when the handshake has none: what an empty one is
    ///                       worth is its decision
    public HandshakeGuard(
            String endpoint,
            String path,
            Set<String> allowedOrigins,
            Places places,
            Authenticator authenticator,
            Admission admission,
            HandshakeListener listener) {
        this.endpoint = endpoint;
        this.path = path;
        this.origins = new Origins(allowedOrigins);
        this.places = places;
        this.authenticator = authenticator;
        this.admission = admission;
        this.listener = listener;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        HttpServletRequest servletRequest = servlet(request);
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        String reference = "";
        Refusal refusal;
        try {
            refusal = judge(servletRequest);
        } catch (RuntimeException failure) {
            reference = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            listener.failed("handshake", reference, failure);
            refusal = Refusal.INTERNAL;
        }
        if (refusal == null) {
            return true;
        }
        if (refusal == Refusal.UPGRADE_REQUIRED && wantsPage(servletRequest)) {
            Refusal.answerWithPage(servletResponse, Page.at(path));
            return false;
        }
        listener.handshake(endpoint, refusal.result());
        if (refusal == Refusal.UPGRADE_REQUIRED) {
            servletResponse.setHeader("Upgrade", "websocket");
            servletResponse.setHeader("Sec-WebSocket-Version", VERSION);
        } else if (refusal == Refusal.METHOD_NOT_ALLOWED) {
            servletResponse.setHeader("Allow", "GET");
        }
        refusal.answer(servletResponse, reference);
        return false;
    }

    /// Called after every handshake that passed [#beforeHandshake], however it went on.
    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        Ticket ticket = ticket(servlet(request));
        if (ticket.isUsed()) {
            listener.handshake(endpoint, Handshake.ACCEPTED);
        } else {
            ticket.giveBack();
            listener.handshake(endpoint, Handshake.MALFORMED);
        }
    }

    /// The ticket of a handshake that has passed.
    public static Ticket ticket(HttpServletRequest request) {
        if (request.getAttribute(TICKET) instanceof Ticket ticket) {
            return ticket;
        }
        throw new IllegalStateException("a handshake came past the guard");
    }

    private @Nullable Refusal judge(HttpServletRequest request) {
        if (!path.equals(request.getRequestURI())) {
            return Refusal.NOT_FOUND;
        }
        if (!request.getMethod().equals("GET")) {
            return Refusal.METHOD_NOT_ALLOWED;
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                || !VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return Refusal.UPGRADE_REQUIRED;
        }
        if (request.getHeader("Sec-WebSocket-Key") == null
                || !asksToUpgrade(request)
                || !hasReadableExtensions(request)) {
            return Refusal.BAD_HANDSHAKE;
        }
        if (places.areClosed()) {
            return Refusal.DRAINING;
        }
        if (!origins.allow(request)) {
            return Refusal.ORIGIN_NOT_ALLOWED;
        }
        Query query;
        try {
            query = new Query(request.getQueryString());
        } catch (IllegalArgumentException malformed) {
            return Refusal.BAD_HANDSHAKE;
        }
        return switch (Credentials.of(request, query)) {
            case Credentials.Ambiguous() -> Refusal.AMBIGUOUS_CREDENTIALS;
            case Credentials.Unusable() -> Refusal.AUTH_FAILED;
            case Credentials.Token(String token) ->
                admit(request, query, authenticator.authenticate(Credential.token(token)));
        };
    }

    private @Nullable Refusal admit(HttpServletRequest request, Query query, @Nullable Identity identity) {
        if (identity == null) {
            return Refusal.AUTH_FAILED;
        }
        if (!admission.admits(identity)) {
            return Refusal.FORBIDDEN;
        }
        Ticket ticket = places.take(identity, query.open());
        if (ticket == null) {
            return Refusal.SERVER_FULL;
        }
        request.setAttribute(TICKET, ticket);
        return null;
    }

    private static boolean asksToUpgrade(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Connection")).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
    }

    /// Spring parses this header after the guard, and fails with the request's address in its message.
    private static boolean hasReadableExtensions(HttpServletRequest request) {
        try {
            Collections.list(request.getHeaders("Sec-WebSocket-Extensions"))
                    .forEach(WebSocketExtension::parseExtensions);
            return true;
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return false;
        }
    }

    private static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return request.getHeader("Upgrade") == null && accept != null && accept.contains("text/html");
    }

    private static HttpServletRequest servlet(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request).getServletRequest();
    }
}
