package io.relayhub.daemon.light;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object of strings, whole numbers and booleans: all that a daemon's record needs, and readable in less time
/// than a library takes to load. RFC 8259, but for what such an object cannot hold (arrays, objects, fractions).
public final class FlatJson {
    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /// @return the members in their order; a member that is `null` is left out
    /// @throws IllegalArgumentException for anything else than one flat object
    public static Map<String, Object> parse(String text) {
        FlatJson parser = new FlatJson(text);
        Map<String, Object> members = parser.object();
        if (parser.at != text.length()) {
            throw parser.unexpected();
        }
        return members;
    }

    /// Over several lines, as a person reads it.
    ///
    /// @param members values are [String], [Long] or [Boolean]
    public static String format(Map<String, Object> members) {
        StringBuilder json = new StringBuilder("{");
        String separator = "\n  ";
        for (Map.Entry<String, Object> member : members.entrySet()) {
            json.append(separator);
            appendString(json, member.getKey());
            json.append(": ");
            if (member.getValue() instanceof String string) {
                appendString(json, string);
            } else {
                json.append(member.getValue());
            }
            separator = ",\n  ";
        }
        return json.append("\n}\n").toString();
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        if (next() == '}') {
            at++;
        } else {
            do {
                member(members);
            } while (comma());
        }
        next();
        return members;
    }

    private void member(Map<String, Object> members) {
        next();
        String name = string();
        expect(':');
        Object value = value();
        if (value != null && members.put(name, value) != null) {
            throw unexpected();
        }
    }

    private boolean comma() {
        char c = next();
        if (c != ',' && c != '}') {
            throw unexpected();
        }
        at++;
        return c == ',';
    }

    private @Nullable Object value() {
        return switch (next()) {
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private Long number() {
        int start = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            char c = take();
            switch (c) {
                case '"' -> {
                    return string.toString();
                }
                case '\\' -> string.append(escape(take()));
                default -> {
                    if (c < ' ') {
                        throw unexpected();
                    }
                    string.append(c);
                }
            }
        }
    }

    private char escape(char c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw unexpected();
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(take(), 16);
            if (digit < 0) {
                throw unexpected();
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private char take() {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at++);
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw unexpected();
        }
        at++;
    }

    /// The next character that is not white space, or NUL at the end; it is not taken.
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not one flat JSON object: see character " + at);
    }

    private static void appendString(StringBuilder json, String string) {
        json.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
