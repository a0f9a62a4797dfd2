package io.relayhub.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.relayhub.link.GuessLimit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/// Says no to an HTTP request in the shape that refused handshakes have too (docs/protocol.md, "Handshake"). The same
/// body for a missing and for a wrong token.
final class Refusal implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final GuessLimit guesses;

    Refusal(GuessLimit guesses) {
        this.guesses = guesses;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"relayhub\"");
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"relayhub\", charset=\"UTF-8\"");
        answer(
                response,
                HttpStatus.UNAUTHORIZED,
                "AUTH_FAILED",
                "This needs a valid token: send Authorization: Bearer <token>, or the token as a Basic password.");
    }

    /// The answer to a wrong token, as [#commence], or to one too many from this address.
    void wrong(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        int seconds = guesses.wrong(request.getRemoteAddr());
        if (seconds == 0) {
            commence(request, response, cause);
            return;
        }
        response.setIntHeader(HttpHeaders.RETRY_AFTER, seconds);
        response.setHeader(HttpHeaders.CONNECTION, "close");
        answer(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "TOO_MANY_ATTEMPTS",
                "Too many wrong credentials: try again after Retry-After seconds.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        answer(
                response,
                HttpStatus.FORBIDDEN,
                "FORBIDDEN",
                "This token's identity lacks the role that this path needs: use a token that has it.");
    }

    private static void answer(HttpServletResponse response, HttpStatus status, String code, String message)
            throws IOException {
        byte[] body = "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}"
                .formatted(code, message)
                .getBytes(UTF_8);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
