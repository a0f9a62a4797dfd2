package io.relayhub.websocket.handshake;

import io.relayhub.websocket.handshake.HandshakeListener.Handshake;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/// A handshake that does not end with 101 (docs/protocol.md, "Handshake"): its status, its code and the sentence
/// that says what to do. Nothing of the request is ever repeated in the answer.
enum Refusal {
    NOT_FOUND(404, Handshake.MALFORMED, "Nothing is served under this path."),
    METHOD_NOT_ALLOWED(405, Handshake.MALFORMED, "Open the connection with a GET request."),
    UPGRADE_REQUIRED(426, Handshake.MALFORMED, "Connect with a WebSocket client, version 13 of the protocol."),
    BAD_HANDSHAKE(400, Handshake.MALFORMED, "Send a complete WebSocket handshake with a well-formed query."),
    AUTH_FAILED(401, Handshake.AUTH_FAILED, "Connect with a valid credential, in a place that this endpoint takes."),
    TOO_MANY_ATTEMPTS(
            429, Handshake.TOO_MANY_ATTEMPTS, "Too many wrong credentials: try again after Retry-After seconds."),
    AMBIGUOUS_CREDENTIALS(400, Handshake.AMBIGUOUS_CREDENTIALS, "Send the credential in one place only."),
    ORIGIN_NOT_ALLOWED(
            403,
            Handshake.ORIGIN_NOT_ALLOWED,
            "Ask the operator to add this page's origin to relayhub.allowed-origins."),
    FORBIDDEN(403, Handshake.FORBIDDEN, "Connect as an identity whose roles allow it to use this path."),
    SERVER_FULL(503, Handshake.SERVER_FULL, "All connections are taken: try again after Retry-After seconds."),
    DRAINING(503, Handshake.DRAINING, "The hub is about to stop: try again after Retry-After seconds."),
    INTERNAL(500, Handshake.INTERNAL, "The hub failed: look for this reference in its log.");

    private static final int UNAVAILABLE = 503;

    private final int status;
    private final Handshake result;
    private final String sentence;

    Refusal(int status, Handshake result, String sentence) {
        this.status = status;
        this.result = result;
        this.sentence = sentence;
    }

    Handshake result() {
        return result;
    }

    /// @param reference what the log has, too; empty where there is none
    void answer(HttpServletResponse response, String reference) {
        answer(response, reference, 0);
    }

    /// @param retrySeconds after which another attempt makes sense; 0: this says it itself, where it depends on time
    void answer(HttpServletResponse response, String reference, int retrySeconds) {
        String detail = reference.isEmpty() ? "" : ",\"ref\":\"" + reference + "\"";
        if (retrySeconds > 0) {
            response.setIntHeader("Retry-After", retrySeconds);
            // So that each guess costs a connection.
            response.setHeader("Connection", "close");
        } else if (status == UNAVAILABLE) {
            // A hub that stops is soon back, a full one has room only once somebody leaves.
            int soonest = this == DRAINING ? 1 : 5;
            response.setIntHeader("Retry-After", ThreadLocalRandom.current().nextInt(soonest, 3 * soonest + 1));
        }
        body(
                response,
                status,
                "application/json",
                "{\"error\":{\"code\":\"" + name() + "\",\"message\":\"" + sentence + "\"" + detail + "}}\n");
    }

    /// For a person who has opened the address in a browser, where nothing is wrong.
    static void answerWithPage(HttpServletResponse response, String page) {
        body(response, HttpServletResponse.SC_OK, "text/html;charset=utf-8", page);
    }

    private static void body(HttpServletResponse response, int status, String type, String text) {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(type);
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
            response.flushBuffer();
        } catch (IOException gone) {
            // Nobody is there to read it, and passed on it would be logged with the request's address.
            return;
        }
    }
}
