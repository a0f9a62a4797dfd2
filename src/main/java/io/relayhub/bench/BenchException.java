package io.relayhub.bench;

/// The reason why there is nothing to measure, as a sentence for the person who asked. Holds no token.
public final class BenchException extends Exception {
    private static final long serialVersionUID = 1;

    BenchException(String sentence) {
        super(sentence);
    }
}
