package io.relayhub.cli.connect;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.LogReading;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "logs", description = "Print the end of the log of a connector in the background.")
final class ConnectLogsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ConnectorChoice choice = new ConnectorChoice();

    @Mixin
    private final LogReading reading = new LogReading();

    @Override
    public Integer call() throws IOException {
        BackgroundConnector connector = choice.chosen(System.getenv());
        if (connector == null) {
            Console.of(spec).complain("There is no log yet; 'relayhub connect start <ws-url>' begins one");
            return ExitCode.NOT_RUNNING;
        }
        return reading.print(connector);
    }
}
