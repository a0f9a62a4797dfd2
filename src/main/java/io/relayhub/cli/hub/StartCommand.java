package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonRecord;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        description = "Start the hub in the background and print the command that connects a local machine (default).")
public final class StartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final HubOptions options = new HubOptions();

    @Option(
            names = {"-f", "--foreground"},
            description = "Stay in the foreground and print the log here: for systemd, Docker or PM2.")
    private boolean foreground;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        HubSettings settings = options.settings();
        if (foreground) {
            return ForegroundHub.run(settings, console);
        }
        BackgroundHub hub = BackgroundHub.ofThisUser();
        Optional<String> wrong = hub.wrongVariable(settings);
        if (wrong.isPresent()) {
            console.complain(wrong.get());
            return ExitCode.FAILED;
        }
        return report(hub, hub.start(settings, Path.of("").toAbsolutePath()), console);
    }

    private int report(BackgroundHub hub, StartResult result, Console console) {
        switch (result) {
            case StartResult.Started(DaemonRecord daemon) ->
                hub.sayHowToConnect(daemon, "started in background", console);
            case StartResult.AlreadyRunning(DaemonRecord daemon) -> {
                hub.sayHowToConnect(daemon, "already running", console);
                if (!options.settings().isEmpty()) {
                    console.complain("It keeps its settings: 'relayhub restart' with these options changes them.");
                }
            }
            case StartResult.Failed failed -> {
                return hub.complain(failed, console);
            }
        }
        return ExitCode.OK;
    }
}
