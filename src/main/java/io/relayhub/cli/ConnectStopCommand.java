package io.relayhub.cli;

import io.relayhub.daemon.Daemon.StopResult;
import io.relayhub.daemon.DaemonRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "stop", description = "Stop a connector in the background.")
final class ConnectStopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectorChoice choice = new ConnectorChoice();

    @Option(names = "--all", description = "Stop every one.")
    private boolean all;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        BackgroundConnector one = all ? null : choice.chosen(System.getenv());
        List<BackgroundConnector> those =
                all ? BackgroundConnector.recorded(System.getenv()) : one == null ? List.of() : List.of(one);
        if (those.isEmpty()) {
            console.say("Not running");
            return ExitCode.NOT_RUNNING;
        }
        return those.stream()
                .mapToInt(connector -> stop(connector, console))
                .max()
                .orElse(ExitCode.OK);
    }

    static int stop(BackgroundConnector connector, Console console) {
        return switch (connector.daemon().stop()) {
            case StopResult.NotRunning() -> {
                console.say("Not running");
                yield ExitCode.NOT_RUNNING;
            }
            case StopResult.Stopped(DaemonRecord daemon) -> {
                console.say("Connector to " + BackgroundConnector.hub(daemon) + " stopped (pid "
                        + daemon.process().pid() + ")");
                yield ExitCode.OK;
            }
            case StopResult.Killed(DaemonRecord daemon, Duration waited) -> {
                console.say("Connector to " + BackgroundConnector.hub(daemon) + " killed (pid "
                        + daemon.process().pid() + "): it did not stop within " + waited.toSeconds() + " s");
                yield ExitCode.OK;
            }
        };
    }
}
