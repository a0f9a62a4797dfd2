package io.relayhub.cli.console;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time on the command line: `500ms`, `5s`, `2m`. What a bare number means, each option decides by its converter.
public final class TimeSpan {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)?");

    private TimeSpan() {}

    /// `30` is 30 s.
    public static final class Seconds implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return parse(text, "s");
        }
    }

    /// `5000` is 5 s.
    public static final class Millis implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return parse(text, "ms");
        }
    }

    private static Duration parse(String text, String usual) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new TypeConversionException("'" + text + "' is not a time such as 500ms, 5s or 2m");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2) == null ? usual : form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
