package io.relayhub.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "logs", description = "Print the end of the log of the hub in the background.")
final class LogsCommand implements Callable<Integer> {
    @Mixin
    private final LogReading reading = new LogReading();

    @Override
    public Integer call() throws IOException {
        BackgroundHub hub = BackgroundHub.ofThisUser();
        return reading.print(hub.daemon().log(), hub.files().log());
    }
}
