package io.relayhub.cli;

import io.relayhub.daemon.DaemonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private Cli() {}

    /// Runs one command to its end; for a hub in the foreground that is when it stops.
    ///
    /// @param environment of the process, for what the launcher hands over in it
    /// @return see [ExitCode]
    public static int run(List<String> arguments, Map<String, String> environment) {
        List<String> words = SecretArguments.restore(arguments, environment);
        return commandLine().execute(withCommand(words).toArray(String[]::new));
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new RelayhubCommand())
                .setExpandAtFiles(false)
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
        console.complain(sentence(e, isRoot) + ".");
        console.explain(
                "Usage: " + command + (isRoot ? " [command]" : "") + " [options]; '" + command + " --help' lists them");
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException e, boolean isRoot) {
        if (isRoot && e instanceof UnmatchedArgumentException unmatched) {
            return "There is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (e instanceof DaemonException) {
            Console.of(command.getCommandSpec()).complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
        throw e;
    }
}
