package io.relayhub.cli.report;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.dial.HubAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "start", description = "Report in the background; one reporter for each hub and id.")
final class ReportStartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ReportOptionsMixin options = new ReportOptionsMixin();

    @Parameters(paramLabel = "<ws-url>", description = "The hub's URL; without a path, /ws-report.")
    private String url = "";

    @Override
    public Integer call() {
        Console console = Console.of(Objects.requireNonNull(spec));
        Map<String, String> environment = System.getenv();
        HubAddress address = options.address(url);
        BackgroundReporter reporter = BackgroundReporter.of(
                environment, address, options.options().who().id());
        List<String> words = new ArrayList<>(options.typed());
        words.add(address.secretUri().toString());
        switch (reporter.start(options.secret(environment), words)) {
            case StartResult.Started(DaemonRecord daemon) -> {
                reporter.sayRunning(daemon, "started in background", console);
                daemon.text(BackgroundReporter.REASON)
                        .filter(reason -> !reason.isEmpty())
                        .ifPresent(reason -> console.complain(
                                Console.finished("Not connected yet, and it goes on trying: " + reason)));
                return ExitCode.OK;
            }
            case StartResult.AlreadyRunning(DaemonRecord daemon) -> {
                reporter.sayRunning(daemon, "already running", console);
                return ExitCode.OK;
            }
            case StartResult.Failed failed -> {
                return reporter.complain(failed, console);
            }
        }
    }
}
