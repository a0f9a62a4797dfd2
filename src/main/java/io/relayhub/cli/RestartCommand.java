package io.relayhub.cli;

import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.DaemonRecord;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "restart",
        description =
                "Stop the hub and start it again with the same token and settings, but for the options given here;"
                        + " connect commands that were printed before stay valid.")
final class RestartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final HubOptions options = new HubOptions();

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        BackgroundHub hub = BackgroundHub.ofThisUser();
        Optional<DaemonRecord> before = hub.daemon().status().recorded();
        StopCommand.stop(hub, console);
        HubSettings settings =
                before.map(HubSettings::of).map(options.settings()::or).orElseGet(options::settings);
        Path directory =
                before.flatMap(record -> record.text("directory")).map(Path::of).orElse(Path.of(""));
        return switch (hub.start(settings, directory.toAbsolutePath())) {
            case StartResult.Started(DaemonRecord daemon) ->
                StartCommand.started(hub, daemon, "Started in background", console);
            case StartResult.AlreadyRunning(DaemonRecord daemon) ->
                StartCommand.started(hub, daemon, "Somebody else started it meanwhile", console);
            case StartResult.Failed failed -> StartCommand.failed(hub, failed, console);
        };
    }
}
