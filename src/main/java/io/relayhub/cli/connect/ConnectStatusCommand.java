package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.light.FlatJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Say whether a connector in the background is connected, since when, and if not, why.")
final class ConnectStatusCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectorChoice choice = new ConnectorChoice();

    @Option(
            names = "--json",
            description = "Print one JSON object instead: state, hub, since, reason, pid, startedAt, log …")
    private boolean json;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        BackgroundConnector connector = choice.chosen(System.getenv());
        if (connector == null) {
            if (json) {
                Map<String, Object> none = new LinkedHashMap<>();
                none.put("running", false);
                none.put("state", "stopped");
                console.print(FlatJson.format(none));
            } else {
                console.say("Not running");
            }
            return ExitCode.NOT_RUNNING;
        }
        ConnectorReport report = ConnectorReport.of(connector.daemon().status(), Instant.now());
        if (json) {
            console.print(FlatJson.format(report.members(connector.files().log().toString())));
        } else {
            console.say(report.line());
            if (connector.daemon().log().exists()) {
                console.say("Logs: " + Console.shown(connector.files().log()));
            }
        }
        return report.exitCode();
    }
}
