package io.relayhub.cli.hub;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A size on the command line: `10485760`, `512KB`, `10MB`; a KB is 1024 bytes, as in Spring's settings.
record ByteSize(int bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})(B|KB|MB)?");

    static final class Converter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
            if (!form.matches()) {
                throw new TypeConversionException("'" + text + "' is not a size such as 10485760, 512KB or 10MB");
            }
            long unit = switch (form.group(2)) {
                case "KB" -> 1024;
                case "MB" -> 1024 * 1024;
                case null, default -> 1;
            };
            long bytes = Long.parseLong(form.group(1)) * unit;
            if (bytes < 1 || bytes > Integer.MAX_VALUE) {
                throw new TypeConversionException("'" + text + "' is not between 1 byte and 2 GB");
            }
            return new ByteSize((int) bytes);
        }
    }
}
