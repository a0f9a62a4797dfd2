package io.relayhub.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A setting of the hub that was typed as an option of Spring Boot (`--relayhub.node=a`) or of Java
/// (`-Drelayhub.node=a`).
///
/// @param name as docs/operations.md has it
record MisplacedSetting(String name) {
    private static final Pattern FORM = Pattern.compile("(?:--(?=[^=]*\\.)|-D)([A-Za-z][A-Za-z0-9.\\[\\]-]*)(?:=.*)?");

    /// Not for Java's options, which every user of the machine can read.
    private static final Pattern SECRET = Pattern.compile("(?i)token|password|secret");

    /// @param word of the command line
    /// @return empty when it is something else
    static Optional<MisplacedSetting> in(String word) {
        Matcher form = FORM.matcher(word);
        return form.matches() ? Optional.of(new MisplacedSetting(form.group(1))) : Optional.empty();
    }

    /// What to do instead. Without the value, which may be a token.
    String sentence() {
        String java = SECRET.matcher(name).find() ? "" : ", or RELAYHUB_JAVA_OPTS=-D" + name + "=…";
        return "'" + name + "' is a setting and no option: set " + variable() + " in the environment, or " + name
                + " in application.yml in the working directory" + java;
    }

    private String variable() {
        return name.replaceAll("[.\\[-]+", "_").replace("]", "").toUpperCase(Locale.ROOT);
    }
}
