package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.BackgroundProcess;
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
public final class RestartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final HubOptions options = new HubOptions();

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        BackgroundHub hub = BackgroundHub.ofThisUser();
        Optional<DaemonRecord> supervised = hub.inForeground();
        if (supervised.isPresent()) {
            console.complain("The hub runs in the foreground " + BackgroundProcess.pid(supervised.get())
                    + ": restart it where it was started, or by its supervisor.");
            return ExitCode.FAILED;
        }
        Optional<DaemonRecord> before = hub.daemon().status().recorded();
        HubSettings given = options.settings();
        HubSettings settings = before.map(HubSettings::of).map(given::or).orElse(given);
        Optional<String> wrong = hub.wrongVariable(settings);
        if (wrong.isPresent()) {
            console.complain(wrong.get());
            return ExitCode.FAILED;
        }
        hub.stop(console);
        Path directory =
                before.flatMap(record -> record.text("directory")).map(Path::of).orElse(Path.of(""));
        switch (hub.start(settings, directory.toAbsolutePath())) {
            case StartResult.Started(DaemonRecord daemon) ->
                hub.sayHowToConnect(daemon, "started in background", console);
            case StartResult.AlreadyRunning(DaemonRecord daemon) ->
                hub.sayHowToConnect(daemon, "somebody else started it meanwhile", console);
            case StartResult.Failed failed -> {
                return hub.complain(failed, console);
            }
        }
        return ExitCode.OK;
    }
}
