package io.relayhub.connector.spi;

/// A request was not fulfilled. The agent gets the code as `errorCode` and the sentence as `error`; the cause stays
/// here. Neither may hold a secret, a token or the payload.
public final class ActionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    /// @param sentence what happened and, where possible, what to do about it
    public ActionException(ActionError error, String sentence) {
        this(error.name(), error.retryable(), sentence);
    }

    public ActionException(ActionError error, String sentence, Throwable cause) {
        this(error, sentence);
        initCause(cause);
    }

    /// An error of a far side that has codes of its own.
    public ActionException(String code, boolean retryable, String sentence) {
        super(sentence);
        this.code = code;
        this.retryable = retryable;
    }

    public String code() {
        return code;
    }

    public boolean retryable() {
        return retryable;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
