package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.DaemonRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "restart", description = "Stop a connector in the background and start it again as it was.")
final class ConnectRestartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectorChoice choice = new ConnectorChoice();

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        Map<String, String> environment = System.getenv();
        BackgroundConnector connector = choice.chosen(environment);
        Optional<DaemonRecord> before = connector == null
                ? Optional.empty()
                : connector.daemon().status().recorded();
        if (connector == null || before.isEmpty()) {
            console.say("Not running; 'relayhub connect start <ws-url>' starts one");
            return ExitCode.NOT_RUNNING;
        }
        DaemonRecord record = before.get();
        connector.stop(console);
        List<String> options = BackgroundConnector.options(record);
        return ConnectStartCommand.report(
                connector,
                connector.start(
                        record.text("serverUrl").orElse(""),
                        record.text("token").orElse(""),
                        options),
                console);
    }
}
