package io.relayhub.connector.spi;

/// A provider cannot be opened: an option that makes no sense, or something that is missing and will not come by
/// waiting. The message is a sentence for the operator that says what to do. What may appear later (a browser that
/// is not running yet) is no reason for it: open, and answer `UNAVAILABLE` meanwhile.
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProviderException(String sentence) {
        super(sentence);
    }

    public ProviderException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
