package io.relayhub.dial;

/// An attempt to connect did not succeed. Without a cause: causes quote URLs.
public final class DialException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Ending ending;

    public DialException(Ending ending) {
        super(ending.sentence());
        this.ending = ending;
    }

    public Ending ending() {
        return ending;
    }
}
