package io.relayhub.websocket.handshake;

import io.relayhub.link.Credential;
import io.relayhub.link.GuessLimit;
import io.relayhub.link.Identity;
import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import io.relayhub.websocket.handshake.Reservation.Asked;
import io.relayhub.websocket.handshake.Verdict.Admitted;
import io.relayhub.websocket.handshake.Verdict.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
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
    private static final String RESERVATION = Reservation.class.getName();
    private static final String VERSION = "13";
    /// 16 bytes in base64.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    private final String endpoint;
    private final EndpointPath path;
    private final Origins origins;
    private final Entrance entrance;
    private final Set<String> secretParameters;
    private final ConnectionLimit places;
    private final GuessLimit guesses;
    private final HandshakeListener listener;

    /// @param endpoint       the endpoint's name, for the listener
    /// @param allowedOrigins empty allows the hub's own origin only
    public HandshakeGuard(
            String endpoint,
            EndpointPath path,
            Set<String> allowedOrigins,
            Entrance entrance,
            ConnectionLimit places,
            GuessLimit guesses,
            HandshakeListener listener) {
        this.endpoint = endpoint;
        this.path = path;
        this.origins = new Origins(allowedOrigins);
        this.entrance = entrance;
        this.secretParameters = entrance.secretParameters();
        this.places = places;
        this.guesses = guesses;
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
        Refused refused;
        try {
            refused = judge(servletRequest);
        } catch (RuntimeException failure) {
            reference = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            listener.failed("handshake", reference, failure);
            refused = new Refused(Refusal.INTERNAL);
        }
        if (refused == null) {
            return true;
        }
        Refusal refusal = refused.refusal();
        if (refusal == Refusal.UPGRADE_REQUIRED && wantsPage(servletRequest)) {
            Refusal.answerWithPage(servletResponse, Page.at(path.pattern()));
            return false;
        }
        listener.handshake(endpoint, refusal.result());
        if (refusal == Refusal.UPGRADE_REQUIRED) {
            servletResponse.setHeader("Upgrade", "websocket");
            servletResponse.setHeader("Sec-WebSocket-Version", VERSION);
        } else if (refusal == Refusal.METHOD_NOT_ALLOWED) {
            servletResponse.setHeader("Allow", "GET");
        }
        refusal.answer(servletResponse, reference, refused.retrySeconds());
        return false;
    }

    /// Called after every handshake that passed [#beforeHandshake], however it went on.
    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        Reservation reservation = reservation(servlet(request));
        if (reservation.isUsed()) {
            listener.handshake(endpoint, Handshake.ACCEPTED);
        } else {
            reservation.giveBack();
            listener.handshake(endpoint, Handshake.MALFORMED);
        }
    }

    /// The reservation of a handshake that has passed.
    public static Reservation reservation(HttpServletRequest request) {
        if (request.getAttribute(RESERVATION) instanceof Reservation reservation) {
            return reservation;
        }
        throw new IllegalStateException("a handshake came past the guard");
    }

    private @Nullable Refused judge(HttpServletRequest request) {
        Refusal malformed = form(request);
        if (malformed != null) {
            return new Refused(malformed);
        }
        if (places.isClosed()) {
            return new Refused(Refusal.DRAINING);
        }
        if (!origins.allow(request)) {
            return new Refused(Refusal.ORIGIN_NOT_ALLOWED);
        }
        Query query;
        try {
            query = new Query(request.getQueryString());
        } catch (IllegalArgumentException undecodable) {
            return new Refused(Refusal.BAD_HANDSHAKE);
        }
        String address = request.getRemoteAddr();
        return switch (Credentials.of(entrance.places(), request, query)) {
            case Credentials.Ambiguous() -> new Refused(Refusal.AMBIGUOUS_CREDENTIALS);
            case Credentials.Unusable() -> wrong(address);
            case Credentials.Missing() -> withoutCredential(request, query);
            case Credentials.Presented(Credential credential) ->
                switch (judge(credential, address)) {
                    case Refused refused -> refused;
                    case Admitted(Identity identity) ->
                        reserve(request, giveBack -> new Reservation(identity, asked(request, query), giveBack));
                };
        };
    }

    /// What is wrong with the request apart from who sends it (RFC 6455 section 4.2.1).
    private @Nullable Refusal form(HttpServletRequest request) {
        if (!path.holds(request.getRequestURI())) {
            return Refusal.NOT_FOUND;
        }
        if (!request.getMethod().equals("GET")) {
            return Refusal.METHOD_NOT_ALLOWED;
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                || !VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return Refusal.UPGRADE_REQUIRED;
        }
        return request.getProtocol().equals("HTTP/1.1")
                        && hasKey(request)
                        && asksToUpgrade(request)
                        && hasReadableExtensions(request)
                ? null
                : Refusal.BAD_HANDSHAKE;
    }

    private @Nullable Refused withoutCredential(HttpServletRequest request, Query query) {
        Verdict verdict = judge(Credential.token(""), "");
        return switch (verdict) {
            case Admitted(Identity identity) ->
                reserve(request, giveBack -> new Reservation(identity, asked(request, query), giveBack));
            case Refused refused -> {
                if (entrance.login() == null || refused.refusal() != Refusal.AUTH_FAILED) {
                    yield refused;
                }
                String address = request.getRemoteAddr();
                yield reserve(
                        request,
                        giveBack -> new Reservation(later -> judge(later, address), asked(request, query), giveBack));
            }
        };
    }

    private Verdict judge(Credential credential, String address) {
        Identity identity = entrance.authenticator().authenticate(credential);
        if (identity == null) {
            return credential.secret().isEmpty() ? new Refused(Refusal.AUTH_FAILED) : wrong(address);
        }
        return entrance.admission().admits(identity) ? new Admitted(identity) : new Refused(Refusal.FORBIDDEN);
    }

    private Refused wrong(String address) {
        int seconds = guesses.wrong(address);
        return seconds > 0 ? new Refused(Refusal.TOO_MANY_ATTEMPTS, seconds) : new Refused(Refusal.AUTH_FAILED);
    }

    private @Nullable Refused reserve(HttpServletRequest request, Function<Runnable, Reservation> reservation) {
        Reservation taken = places.take(reservation);
        if (taken == null) {
            return new Refused(Refusal.SERVER_FULL);
        }
        request.setAttribute(RESERVATION, taken);
        return null;
    }

    private Asked asked(HttpServletRequest request, Query query) {
        var headers = new HashMap<String, String>();
        for (String name : entrance.headers()) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Asked(request.getRequestURI(), query.without(secretParameters), headers);
    }

    private static boolean hasKey(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders("Sec-WebSocket-Key"));
        return keys.size() == 1 && KEY.matcher(keys.getFirst().strip()).matches();
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
