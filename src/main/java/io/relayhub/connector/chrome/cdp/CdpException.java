package io.relayhub.connector.chrome.cdp;

/// A DevTools command has no result. The message is a whole sentence without anything of the page's content.
public final class CdpException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /// The browser answered with an error: a parameter, or a state in which it can't be done.
        REFUSED,
        /// The session's target has gone: a tab was closed or its process has crashed.
        SESSION_ENDED,
        /// A dialog before the user stops the session's page.
        BLOCKED,
        /// The connection to the browser has gone.
        DISCONNECTED,
        /// No answer came in time.
        TIMEOUT
    }

    private final Reason reason;

    public CdpException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
