package io.relayhub.cli.hub;

import io.relayhub.cli.process.LogReading;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "logs", description = "Print the end of the log of the hub in the background.")
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private final LogReading reading = new LogReading();

    @Override
    public Integer call() throws IOException {
        return reading.print(BackgroundHub.ofThisUser());
    }
}
