package io.relayhub.cli;

import io.relayhub.daemon.Daemon.StopResult;
import io.relayhub.daemon.DaemonRecord;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "stop",
        description =
                "Stop the hub in the background: it lets open requests finish, and is killed if it takes over 30 s.")
final class StopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return stop(BackgroundHub.ofThisUser(), Console.of(spec));
    }

    static int stop(BackgroundHub hub, Console console) {
        return switch (hub.daemon().stop()) {
            case StopResult.NotRunning() -> {
                console.say("Not running");
                yield ExitCode.NOT_RUNNING;
            }
            case StopResult.Stopped(DaemonRecord daemon) -> {
                console.say("Stopped (pid " + daemon.process().pid() + ")");
                yield ExitCode.OK;
            }
            case StopResult.Killed(DaemonRecord daemon, Duration waited) -> {
                console.say("Killed (pid " + daemon.process().pid() + "): it did not stop within " + waited.toSeconds()
                        + " s");
                yield ExitCode.OK;
            }
        };
    }
}
