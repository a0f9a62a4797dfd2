package io.relayhub.dial;

/// An attempt to connect did not succeed. Without a cause: causes quote URLs.
public final class DialException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Disconnect ending;

    public DialException(Disconnect ending) {
        super(ending.sentence());
        this.ending = ending;
    }

    public Disconnect ending() {
        return ending;
    }
}
