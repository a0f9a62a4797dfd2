package io.relayhub.connector.chrome.mock;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern for texts, everywhere the same: a part, a whole with `*` for any characters, or a regular expression.
public final class UrlPattern {
    // Java's expressions can take exponential time; addresses are cut to what a person would write a pattern for.
    private static final int MAX_TEXT = 4_096;

    private final String text;
    private final Pattern pattern;

    private UrlPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /// A part of the address; with stars (`https://api.example.com/cart*`) the whole of it; between slashes
    /// (`/cart\?id=\d+/`) a regular expression that is found anywhere.
    ///
    /// @throws IllegalArgumentException when the expression is none; the message is a sentence
    public static UrlPattern ofUrl(String text) {
        if (isExpression(text)) {
            String expression = text.substring(1, text.length() - 1);
            return new UrlPattern(text, compile(text, ".*(?:" + expression + ").*"));
        }
        if (!text.contains("*")) {
            return new UrlPattern(text, compile(text, ".*" + Pattern.quote(text) + ".*"));
        }
        StringBuilder expression = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return new UrlPattern(text, compile(text, expression.toString()));
    }

    private static boolean isExpression(String text) {
        return text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    }

    /// A name as it is, or a regular expression for the whole name.
    ///
    /// @throws IllegalArgumentException when the expression is none; the message is a sentence
    public static UrlPattern ofName(String text) {
        return new UrlPattern(text, compile(text, Pattern.quote(text) + "|" + text));
    }

    private static Pattern compile(String text, String expression) {
        try {
            return Pattern.compile(expression, Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a regular expression.", e);
        }
    }

    public boolean matches(String candidate) {
        return pattern.matcher(candidate.length() <= MAX_TEXT ? candidate : candidate.substring(0, MAX_TEXT))
                .matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
