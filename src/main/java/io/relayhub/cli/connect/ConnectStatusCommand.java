package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Say whether a connector runs in the background, and since when.")
final class ConnectStatusCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectorChoice choice = new ConnectorChoice();

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        BackgroundConnector connector = choice.chosen(System.getenv());
        if (connector == null) {
            console.say("Not running");
            return ExitCode.NOT_RUNNING;
        }
        Status status = connector.daemon().status();
        console.say(line(status));
        console.say("Logs: " + Console.shown(connector.files().log()));
        return switch (status) {
            case Status.Starting starting -> ExitCode.OK;
            case Status.Running running -> ExitCode.OK;
            case Status.Absent absent -> ExitCode.NOT_RUNNING;
            case Status.Dead dead -> ExitCode.NOT_RUNNING;
        };
    }

    /// One connector in one line.
    static String line(Status status) {
        return switch (status) {
            case Status.Absent() -> "Not running";
            case Status.Starting(DaemonRecord daemon) ->
                BackgroundConnector.hub(daemon) + " starting " + BackgroundProcess.pid(daemon);
            case Status.Running(DaemonRecord daemon) ->
                BackgroundConnector.hub(daemon) + " running " + BackgroundProcess.pid(daemon) + " for "
                        + Console.shown(Duration.between(daemon.startedAt(), Instant.now()));
            case Status.Dead(DaemonRecord daemon) ->
                BackgroundConnector.hub(daemon) + " not running: it ended without being stopped "
                        + BackgroundProcess.pid(daemon);
        };
    }
}
