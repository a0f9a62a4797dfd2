package io.relayhub.cli;

import io.relayhub.cli.bench.BenchCommand;
import io.relayhub.cli.connect.ConnectCommand;
import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.DidYouMean;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.demo.DemoCommand;
import io.relayhub.cli.hub.Detached;
import io.relayhub.cli.hub.HealthCommand;
import io.relayhub.cli.hub.LogsCommand;
import io.relayhub.cli.hub.RestartCommand;
import io.relayhub.cli.hub.StartCommand;
import io.relayhub.cli.hub.StatusCommand;
import io.relayhub.cli.hub.StopCommand;
import io.relayhub.cli.invoke.InvokeCommand;
import io.relayhub.cli.nativehost.NativeHostCommand;
import io.relayhub.cli.process.SecretArguments;
import io.relayhub.cli.report.ReportCommand;
import io.relayhub.daemon.DaemonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line as a whole: from arguments to an exit code.
public final class Cli {
    private static final String DEFAULT_COMMAND = "start";
    private static final List<String> HELP = List.of("-h", "--help");
    private static final List<String> VERSION = List.of("-V", "--version");

    /// Wherever one was typed by mistake.
    private static final Pattern TOKEN = Pattern.compile("(?i)(token=)(?!\\.\\.\\.)[^&\\s'\"]+");

    private static final String COMPLETION = "completion";
    private static final String RESTART = "restart";

    /// Those that start a hub.
    private static final List<String> COMMANDS_WITH_SETTINGS = List.of(DEFAULT_COMMAND, RESTART);

    /// By the names in their annotations, in the order in which a person reads them. Lambdas and no method references:
    /// those would load every command's class, and what it needs, to run one of them.
    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put(DEFAULT_COMMAND, () -> new StartCommand());
        COMMANDS.put("stop", () -> new StopCommand());
        COMMANDS.put(RESTART, () -> new RestartCommand());
        COMMANDS.put("status", () -> new StatusCommand());
        COMMANDS.put("health", () -> new HealthCommand());
        COMMANDS.put("logs", () -> new LogsCommand());
        COMMANDS.put("connect", () -> new ConnectCommand());
        COMMANDS.put("invoke", () -> new InvokeCommand());
        COMMANDS.put("report", () -> new ReportCommand());
        COMMANDS.put("native-host", () -> new NativeHostCommand());
        COMMANDS.put("demo", () -> new DemoCommand());
        COMMANDS.put("bench", () -> new BenchCommand());
        COMMANDS.put("version", () -> new VersionCommand());
        COMMANDS.put(COMPLETION, () -> new CompletionCommand());
    }

    private Cli() {}

    /// Runs one command to its end; for a hub in the foreground that is when it stops.
    ///
    /// @param environment of the process, for what the launcher hands over in it
    /// @return see [ExitCode]
    public static int run(List<String> arguments, Map<String, String> environment) {
        List<String> words = withCommand(SecretArguments.restore(arguments, environment));
        OptionalInt hub = Detached.run(words, environment);
        if (hub.isPresent()) {
            return hub.getAsInt();
        }
        int exitCode = commandLine(words).execute(words.toArray(String[]::new));
        Optional<String> loss = exitCode == ExitCode.OK ? OutputLoss.ofThisProcess() : Optional.empty();
        loss.ifPresent(Console.ofThisProcess()::complain);
        return loss.isPresent() ? ExitCode.FAILED : exitCode;
    }

    /// @param words with the one command that will run: looking at the options of all takes longer than running most
    static CommandLine commandLine(List<String> words) {
        Supplier<Object> only = COMMANDS.get(words.getFirst());
        boolean isAboutAll = only == null || words.getFirst().equals(COMPLETION);
        return commandLine(isAboutAll ? COMMANDS.values() : List.of(only));
    }

    private static CommandLine commandLine(Collection<Supplier<Object>> chosen) {
        CommandLine commands = new CommandLine(new RelayhubCommand());
        chosen.forEach(command -> commands.addSubcommand(command.get()));
        // What is set here, each command takes over that is there already.
        commands.setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Cli::explain)
                .setExecutionExceptionHandler(Cli::explain);
        ITypeConverter<Integer> wholeNumber = Cli::wholeNumber;
        commands.registerConverter(Integer.class, wholeNumber).registerConverter(int.class, wholeNumber);
        commands.getCommandSpec()
                .addOption(OptionSpec.builder(HELP.getFirst(), HELP.getLast())
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show this help and end.")
                        .build());
        commands.getSubcommands()
                .values()
                .forEach(command -> spaceOut(command.getCommandSpec().usageMessage()));
        return commands;
    }

    private static void spaceOut(UsageMessageSpec help) {
        help.descriptionHeading("%n").optionListHeading("%nOptions:%n").abbreviateSynopsis(true);
    }

    private static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    /// `relayhub --port 9000` is `relayhub start --port 9000`; only help is asked of the program as a whole.
    static List<String> withCommand(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        if (VERSION.contains(first)) {
            return List.of("version");
        }
        if (first.equals("help")) {
            List<String> asked = new ArrayList<>(words.subList(1, words.size()));
            asked.add(HELP.getLast());
            return asked;
        }
        if (HELP.contains(first) || (!first.isEmpty() && !first.startsWith("-"))) {
            return words;
        }
        List<String> all = new ArrayList<>();
        all.add(DEFAULT_COMMAND);
        all.addAll(words);
        return all;
    }

    private static int explain(ParameterException e, String[] words) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        boolean isRoot = e.getCommandLine().getParent() == null;
        Console console = Console.of(e.getCommandLine().getCommandSpec());
        String sentence = Console.sentence(TOKEN.matcher(sentence(e, isRoot)).replaceAll("$1***"));
        console.complain(Console.finished(sentence.replaceAll("\\p{Cntrl}", "?")));
        console.explain(
                "Usage: " + command + (isRoot ? " [command]" : "") + " [options]; '" + command + " --help' lists them");
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException e, boolean isRoot) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            if (isRoot) {
                return "There is no command '" + word + "'."
                        + DidYouMean.hint(
                                word, e.getCommandLine().getSubcommands().keySet(), "");
            }
            Optional<MisplacedSetting> setting =
                    COMMANDS_WITH_SETTINGS.contains(e.getCommandLine().getCommandName())
                            ? MisplacedSetting.in(word)
                            : Optional.empty();
            if (setting.isPresent()) {
                return setting.get().sentence();
            }
            if (!unmatched.isUnknownOption()) {
                return "Unexpected word: '" + word + "'";
            }
            String option = word.replaceFirst("=.*", "");
            return "Unknown option: '" + option + "'."
                    + DidYouMean.hint(option, visibleOptions(e.getCommandLine()), "");
        }
        return String.valueOf(e.getMessage()).replace("option option", "option");
    }

    private static List<String> visibleOptions(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        Console console = Console.of(command.getCommandSpec());
        switch (e) {
            case DaemonException inTheWay -> console.complain(String.valueOf(e.getMessage()));
            case IOException failed -> console.complain(sentence(failed));
            case UncheckedIOException failed -> console.complain(sentence(Objects.requireNonNull(failed.getCause())));
            default -> throw e;
        }
        return ExitCode.FAILED;
    }

    private static String sentence(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied.";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory.";
            case FileSystemException other -> other.getFile() + ": " + other.getReason() + ".";
            // The system's own words, such as those of a full disk.
            case IOException other
            when other.getClass() == IOException.class && other.getMessage() != null ->
                "Something could not be read or written (" + other.getMessage() + ").";
            // Whatever it says may quote what was to be read or written.
            default -> "Something could not be read or written (" + e.getClass().getSimpleName() + ").";
        };
    }
}
