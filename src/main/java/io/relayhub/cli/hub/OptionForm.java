package io.relayhub.cli.hub;

import io.relayhub.app.address.PublicHost;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The texts that an option of the hub may have, wherever it is given. They are a part of what Spring Boot binds to the
/// same setting, and mean the same there.
enum OptionForm {
    PORT("port", "is a number from 0 to 65535"),
    /// RFC 3986: the path in these characters has one spelling only, and dot or empty segments are no part of it.
    PATH("path", "begins with / and has letters, digits and - . _ ~ only between its slashes, and no part '.' or '..'"),
    /// Never quoted.
    TOKEN("token", "must not be empty"),
    /// A bare number is seconds.
    TIME("time", "is a time from 1ms to 365d such as 90, 90s or 2m"),
    COUNT("n", "is a number above 0"),
    /// A bare number is bytes, a KB 1024 of them.
    SIZE("size", "is a size from 1 byte to 1GB such as 10485760, 512KB or 10MB"),
    HOST("name", "is a name, an address ([::1] for IPv6), or a URL such as wss://hub.example.org");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final int MAX_PORT = 65_535;
    private static final Duration LONGEST_TIME = Duration.ofDays(365);
    private static final long LARGEST_SIZE = 1L << 30;

    private final String label;
    private final String rule;

    OptionForm(String label, String rule) {
        this.label = label;
        this.rule = rule;
    }

    /// The text's name in a usage line, such as `<port>`.
    String label() {
        return '<' + label + '>';
    }

    /// The rest of a sentence that begins with the name under which the text was given.
    String complaint(String text) {
        return switch (this) {
            case PORT, TIME, COUNT, SIZE -> rule + ", not '" + text + "'";
            case PATH, TOKEN, HOST -> rule;
        };
    }

    boolean allows(String text) {
        return switch (this) {
            case PORT -> isNumber(text, 0, MAX_PORT);
            case PATH -> text.matches("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+/?");
            case TOKEN -> !text.isBlank();
            case TIME -> isTime(text);
            case COUNT -> isNumber(text, 1, Integer.MAX_VALUE);
            case SIZE -> isSize(text);
            case HOST -> isHost(text);
        };
    }

    /// Whether a record has it as a number.
    boolean isNumber() {
        return this == PORT || this == COUNT;
    }

    private static boolean isNumber(String text, long least, long most) {
        return NUMBER.matcher(text).matches() && isBetween(Long.parseLong(text), least, most);
    }

    private static boolean isBetween(long number, long least, long most) {
        return least <= number && number <= most;
    }

    private static boolean isTime(String text) {
        Matcher time = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)?").matcher(text);
        if (!time.matches()) {
            return false;
        }
        long number = Long.parseLong(time.group(1));
        long millis = switch (time.group(2)) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case null, default -> 1_000;
        };
        return isBetween(number, 1, LONGEST_TIME.toMillis() / millis);
    }

    private static boolean isSize(String text) {
        Matcher size = Pattern.compile("([0-9]{1,10})(B|KB|MB|GB)?").matcher(text);
        if (!size.matches()) {
            return false;
        }
        long unit = switch (size.group(2)) {
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            case "GB" -> 1L << 30;
            case null, default -> 1;
        };
        return isBetween(Long.parseLong(size.group(1)), 1, LARGEST_SIZE / unit);
    }

    /// A port belongs to a URL only: to a name the hub adds its own.
    private static boolean isHost(String text) {
        boolean isUrl = text.contains("://");
        boolean hasColonOfItsOwn = text.contains(":") && !text.matches("\\[[0-9A-Fa-f:.]+]");
        if (text.isBlank() || (!isUrl && hasColonOfItsOwn)) {
            return false;
        }
        try {
            PublicHost.of(null, text, Optional.empty());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
