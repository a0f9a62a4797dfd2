package io.relayhub.client;

import io.relayhub.dial.Field;
import io.relayhub.link.ErrorCode;
import io.relayhub.link.json.Envelope;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request, or the connection that it needs, did not succeed. The message is a sentence for people; programs
/// decide by [#code], [#retryable] and [#mayHaveBeenExecuted] (docs/client.md, "Errors").
public final class RelayException extends RuntimeException {
    /// There is no connection to the hub, or none in time. Nothing was sent.
    public static final String NOT_CONNECTED = "NOT_CONNECTED";
    /// The connection ended before the answer.
    public static final String CONNECTION_LOST = "CONNECTION_LOST";
    /// No answer in time, by the hub's clock or by ours.
    public static final String REQUEST_TIMEOUT = "REQUEST_TIMEOUT";
    /// The request is larger than the hub takes. Nothing was sent.
    public static final String MESSAGE_TOO_LARGE = "MESSAGE_TOO_LARGE";
    /// The hub does not read as fast as requests are made; nothing was sent.
    public static final String CLIENT_BUSY = "CLIENT_BUSY";
    /// The client was closed.
    public static final String CLIENT_CLOSED = "CLIENT_CLOSED";
    /// An answer without a code: from a hub or a connector of the original's kind.
    public static final String FAILED = "FAILED";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;
    private final @Nullable Duration retryAfter;

    RelayException(String code, boolean retryable, @Nullable Duration retryAfter, String sentence) {
        super(sentence);
        this.code = code;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    RelayException(String code, boolean retryable, String sentence) {
        this(code, retryable, null, sentence);
    }

    /// What a hub or a connector answered.
    static RelayException of(Envelope answer) {
        String code = answer.text(Field.ERROR_CODE);
        String sentence = answer.text(Field.ERROR);
        OptionalLong retryAfter = answer.integer(Field.RETRY_AFTER_MS);
        return new RelayException(
                code == null ? FAILED : code,
                answer.isTrue(Field.RETRYABLE),
                retryAfter.isPresent() ? Duration.ofMillis(retryAfter.getAsLong()) : null,
                sentence == null ? "the request failed without a reason" : sentence);
    }

    static RelayException notConnected(Retry retry, String sentence) {
        return new RelayException(NOT_CONNECTED, retry == Retry.SENSIBLE, sentence);
    }

    static RelayException lost(Request request) {
        return new RelayException(
                CONNECTION_LOST,
                request.idempotent(),
                "the connection to the hub ended before the answer; the request may have been executed");
    }

    static RelayException late(Request request) {
        return new RelayException(
                REQUEST_TIMEOUT,
                request.idempotent(),
                "the hub said nothing about the request in time; it may have been executed");
    }

    static RelayException closed(Request request) {
        return new RelayException(
                CLIENT_CLOSED,
                request.idempotent(),
                "the client was closed before the answer; the request may have been executed");
    }

    /// Whether trying to connect again may succeed.
    enum Retry {
        SENSIBLE,
        POINTLESS
    }

    /// One of the constants here, of the hub's codes (docs/protocol.md), of the connector's (docs/connector.md), or
    /// one that the far side behind the connector chose.
    public String code() {
        return code;
    }

    /// Whether the same request may be sent again without harm: nothing was done yet, or it is idempotent.
    public boolean retryable() {
        return retryable;
    }

    /// How long to wait before that; null where nobody said.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /// Whether a connector may have done, or have begun, what was asked.
    public boolean mayHaveBeenExecuted() {
        ErrorCode known = ErrorCode.named(code);
        return known == null || known.execution() == ErrorCode.Execution.POSSIBLE;
    }
}
