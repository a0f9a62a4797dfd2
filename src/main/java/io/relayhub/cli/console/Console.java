package io.relayhub.cli.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The one way in which commands talk to a person.
public final class Console {
    private static final String PREFIX = "[relayhub] ";

    private final PrintWriter out;
    private final PrintWriter err;

    private Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// @param command as picocli injected it into the command that runs
    public static Console of(@Nullable CommandSpec command) {
        CommandLine commandLine = Objects.requireNonNull(command).commandLine();
        return new Console(commandLine.getOut(), commandLine.getErr());
    }

    public static Console ofThisProcess() {
        return new Console(
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()));
    }

    public void say(String line) {
        out.println(PREFIX + line);
        out.flush();
    }

    public void print(String text) {
        out.print(text);
        out.flush();
    }

    public void complain(String line) {
        err.println(PREFIX + line);
        err.flush();
    }

    /// More about the complaint before.
    public void explain(String line) {
        err.println(line);
        err.flush();
    }

    public void complain(String line, List<String> details) {
        err.println(PREFIX + line);
        details.forEach(detail -> err.println("    " + detail));
        err.flush();
    }

    /// How the other side comes to this hub, on lines that are easily picked out and pasted.
    public void connectCommand(String serverUrl) {
        out.println();
        out.println("  Connect from your local machine:");
        out.println("    relayhub connect \"" + serverUrl + "\"");
        out.println();
        out.flush();
    }

    /// The text with a capital letter at its beginning.
    public static String sentence(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /// The sentence with a full stop, unless it ends in some way already.
    public static String finished(String sentence) {
        return sentence.matches("(?s).*[.?!]") ? sentence : sentence + ".";
    }

    /// A path as a person writes it, with `~` for the home directory.
    public static String shown(Path path) {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("HOME"), System.getProperty("user.home")));
        return path.startsWith(home) && home.getNameCount() > 0 ? "~/" + home.relativize(path) : path.toString();
    }

    /// In the two largest units.
    public static String shown(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
    }
}
