package io.relayhub.cli.report;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.dial.HubAddress;
import io.relayhub.reporter.ReportOptions;
import io.relayhub.reporter.Reporter;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = {
            "Report to a hub's fleet how this machine is, until Ctrl-C.",
            "'report start <url>' does it in the background."
        },
        subcommands = {
            ReportStartCommand.class,
            ReportStopCommand.class,
            ReportStatusCommand.class,
            ReportLogsCommand.class
        })
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ReportOptionsMixin options = new ReportOptionsMixin();

    @Parameters(arity = "0..1", paramLabel = "<ws-url>", description = "The hub's URL; without a path, /ws-report.")
    private @Nullable String url;

    @Option(names = "--print", description = "Print one report and end, without a hub.")
    private boolean print;

    @Option(names = "--detached", hidden = true)
    private boolean detached;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        Console console = Console.of(command);
        ReportOptions chosen = options.options();
        if (print) {
            console.print(Reporter.once(chosen) + "\n");
            return ExitCode.OK;
        }
        if (url == null) {
            throw new ParameterException(command.commandLine(), "Which hub? Give its URL, like ws://host:8080");
        }
        Map<String, String> environment = System.getenv();
        HubAddress address = options.address(url);
        ForegroundReporter reporter = new ForegroundReporter(address, options.secret(environment), chosen, console);
        return detached ? reporter.runDetached(environment) : reporter.run();
    }
}
