package io.relayhub.cli.report;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.LogReading;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "logs", description = "Print the end of the log of a reporter in the background.")
final class ReportLogsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ReporterChoice choice = new ReporterChoice();

    @Mixin
    private final LogReading reading = new LogReading();

    @Override
    public Integer call() throws IOException {
        List<BackgroundReporter> those = choice.chosen(System.getenv());
        if (those.size() > 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "There are several reporters: name one with --id");
        }
        if (those.isEmpty()) {
            Console.of(spec).complain("There is no reporter; 'relayhub report start <ws-url> --id <id>' starts one");
            return ExitCode.NOT_RUNNING;
        }
        return reading.print(those.getFirst());
    }
}
