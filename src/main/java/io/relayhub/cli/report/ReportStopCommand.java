package io.relayhub.cli.report;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "stop", description = "Stop the reporters in the background, or one of them.")
final class ReportStopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ReporterChoice choice = new ReporterChoice();

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        List<BackgroundReporter> those = choice.chosen(System.getenv());
        if (those.isEmpty()) {
            console.say("Not running");
            return ExitCode.NOT_RUNNING;
        }
        return those.stream().mapToInt(reporter -> reporter.stop(console)).max().orElse(ExitCode.OK);
    }
}
