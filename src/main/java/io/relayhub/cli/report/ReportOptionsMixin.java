package io.relayhub.cli.report;

import io.relayhub.cli.console.TimeSpan;
import io.relayhub.dial.HubAddress;
import io.relayhub.reporter.ReportOptions;
import io.relayhub.reporter.ReportOptions.Shape;
import io.relayhub.reporter.ReportOptions.Who;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of a reporter on the command line; the hub's URL is no part of them.
final class ReportOptionsMixin {
    static final String SECRET_VARIABLE = "RELAYHUB_REPORT_SECRET";

    private static final String DEFAULT_PATH = "/ws-report";
    private static final List<String> NOT_HANDED_ON = List.of("--secret-file", "--detached", "--print");
    private static final int LONGEST_SECRET = 1024;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--id", paramLabel = "<id>", description = "This server's id at the hub.")
    private String id = "";

    @Option(
            names = "--secret-file",
            paramLabel = "<file>",
            description = "A file with its secret; without it, the variable RELAYHUB_REPORT_SECRET.")
    private @Nullable Path secretFile;

    @Option(names = "--name", paramLabel = "<name>", description = "For people (default: the host's name).")
    private String name = "";

    @Option(names = "--group", paramLabel = "<group>", description = "Which others it belongs to.")
    private String group = "";

    @Option(names = "--country", paramLabel = "<code>", description = "Two letters, such as CN.")
    private String country = "";

    @Option(names = "--location", paramLabel = "<text>", description = "Where it stands.")
    private String location = "";

    @Option(
            names = "--interval",
            paramLabel = "<time>",
            converter = TimeSpan.Seconds.class,
            description = "Time between two reports, 1s to 5m (default: 5s).")
    private Duration interval = Duration.ofSeconds(5);

    @Option(
            names = "--interface",
            paramLabel = "<name>",
            description = "A network interface that counts; repeatable (default: all but loopback and those of"
                    + " containers and virtual machines).")
    private List<String> interfaces = List.of();

    @Option(
            names = "--disk",
            paramLabel = "<mount>",
            description = "A mount point that counts; repeatable (default: all local disks).")
    private List<String> disks = List.of();

    @Option(
            names = "--format",
            paramLabel = "<format>",
            description = "document or real: the shape of the reports (default: document).")
    private String format = "document";

    ReportOptions options() {
        // Not picocli's affair: it would ask for it before 'report stop', too.
        if (id.isEmpty()) {
            throw wrong("Which server is this? Give its id at the hub: --id <id>");
        }
        Shape shape = switch (format) {
            case "document" -> Shape.DOCUMENT;
            case "real" -> Shape.REAL;
            default -> throw wrong("--format is document or real, not '" + format + "'");
        };
        try {
            return new ReportOptions(new Who(id, name, group, country, location), shape, interval, interfaces, disks);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /// The address of the hub; without a path in the URL it is `/ws-report`.
    HubAddress address(String url) {
        try {
            HubAddress given = HubAddress.parse(url);
            URI uri = URI.create(url.strip());
            String path = uri.getRawPath();
            return path == null || path.isEmpty() || path.equals("/")
                    ? HubAddress.parse(uri.getScheme() + "://" + uri.getRawAuthority() + DEFAULT_PATH)
                    : given;
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()).replace("/ws?token=...", DEFAULT_PATH));
        }
    }

    String secret(Map<String, String> environment) {
        String secret;
        if (secretFile != null) {
            try {
                secret = Files.readString(secretFile).strip();
            } catch (IOException e) {
                throw wrong("--secret-file cannot be read (" + e.getClass().getSimpleName() + ")");
            }
        } else {
            secret = environment.getOrDefault(SECRET_VARIABLE, "").strip();
        }
        if (secret.isEmpty()) {
            throw wrong("there is no secret: give --secret-file, or the variable " + SECRET_VARIABLE);
        }
        if (secret.length() > LONGEST_SECRET || !secret.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw wrong("the secret is too long, or has characters that a header cannot carry");
        }
        return secret;
    }

    /// The options as they were typed, for the process that does the work; without the secret's.
    List<String> typed() {
        List<String> words = new ArrayList<>();
        for (OptionSpec option :
                Objects.requireNonNull(spec).commandLine().getParseResult().matchedOptionsSet()) {
            if (!NOT_HANDED_ON.contains(option.longestName())) {
                for (String value : option.originalStringValues()) {
                    words.add(option.longestName() + "=" + value);
                }
            }
        }
        return words;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
