package io.relayhub.cli.report;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Say which reporters run in the background, and whether they are connected.")
final class ReportStatusCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ReporterChoice choice = new ReporterChoice();

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        List<BackgroundReporter> those = choice.chosen(System.getenv());
        int exitCode = ExitCode.NOT_RUNNING;
        for (BackgroundReporter reporter : those) {
            switch (reporter.daemon().status()) {
                case Status.Absent() -> {}
                case Status.Dead(DaemonRecord record) -> console.say(reporter.told(record, "was killed"));
                case Status.Starting(DaemonRecord record) -> {
                    console.say(reporter.told(record, "is starting"));
                    exitCode = ExitCode.OK;
                }
                case Status.Running(DaemonRecord record) -> {
                    String reason = record.text(BackgroundReporter.REASON).orElse("");
                    console.say(reporter.told(
                                    record,
                                    record.text(BackgroundReporter.STATE).orElse("starting"))
                            + (reason.isEmpty() ? "" : ": " + reason));
                    exitCode = ExitCode.OK;
                }
            }
        }
        if (exitCode != ExitCode.OK) {
            console.say("Not running");
        }
        return exitCode;
    }
}
