package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.cli.process.LogReading;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "logs", description = "Print the end of the log of the hub in the background.")
public final class LogsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final LogReading reading = new LogReading();

    @Override
    public Integer call() throws IOException {
        BackgroundHub hub = BackgroundHub.ofThisUser();
        hub.inForeground()
                .ifPresent(record -> Console.of(spec)
                        .complain("The hub that runs " + BackgroundProcess.pid(record)
                                + " prints where it was started; this is the log of an earlier one."));
        return reading.print(hub);
    }
}
