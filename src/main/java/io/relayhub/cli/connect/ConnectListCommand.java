package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "List the connectors in the background.")
final class ConnectListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        List<BackgroundConnector> all = BackgroundConnector.recorded(System.getenv());
        if (all.isEmpty()) {
            console.say("There are no connectors in the background");
        }
        all.forEach(connector ->
                console.say(ConnectStatusCommand.line(connector.daemon().status())));
        return ExitCode.OK;
    }
}
