package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.DaemonException;
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

    /// One that is in the way leaves the others to be stopped.
    private static int stop(BackgroundConnector connector, Console console) {
        try {
            return connector.stop(console);
        } catch (DaemonException e) {
            console.complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
    }
}
