package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.light.FlatJson;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "List the connectors in the background, and whether they are connected.")
final class ConnectListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--json",
            description = "Print a JSON array instead, of objects as 'connect status --json' has them.")
    private boolean json;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        List<BackgroundConnector> all = BackgroundConnector.recorded(System.getenv());
        Instant now = Instant.now();
        if (json) {
            console.print(all.stream()
                    .map(connector -> FlatJson.format(
                                    ConnectorReport.of(connector.daemon().status(), now)
                                            .members(connector.files().log().toString()))
                            .strip())
                    .collect(Collectors.joining(",\n", "[", "]\n")));
            return ExitCode.OK;
        }
        if (all.isEmpty()) {
            console.say("There are no connectors in the background");
        }
        all.forEach(connector ->
                console.say(ConnectorReport.of(connector.daemon().status(), now).line()));
        return ExitCode.OK;
    }
}
