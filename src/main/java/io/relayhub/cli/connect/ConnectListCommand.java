package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.DaemonException;
import io.relayhub.daemon.light.FlatJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        List<String> shown = new ArrayList<>();
        int exitCode = ExitCode.OK;
        for (BackgroundConnector connector : all) {
            try {
                ConnectorReport report = ConnectorReport.of(connector.daemon().status(), Instant.now());
                String log = connector.files().log().toString();
                shown.add(json ? FlatJson.format(report.members(log)).strip() : report.line());
            } catch (DaemonException e) {
                // The others are there nevertheless.
                console.complain(String.valueOf(e.getMessage()));
                exitCode = ExitCode.FAILED;
            }
        }
        if (json) {
            console.print("[" + String.join(",\n", shown) + "]\n");
        } else if (all.isEmpty()) {
            console.say("There are no connectors in the background");
        } else {
            shown.forEach(console::say);
        }
        return exitCode;
    }
}
