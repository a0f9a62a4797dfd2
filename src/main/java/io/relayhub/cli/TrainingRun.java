package io.relayhub.cli;

import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.hub.BackgroundHub;
import io.relayhub.daemon.Daemon;
import io.relayhub.daemon.DaemonRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The run that the build lets Java watch, so that it can keep for later starts what it had to load, link and compile
/// (`src/main/launcher/assemble`). Never run otherwise.
final class TrainingRun {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private TrainingRun() {}

    /// @param arguments `commands` for the small commands, `hub` for a hub from its start to its end
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "commands" -> commands();
            case "hub" -> hub();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// A day in the life of a hub, with what goes wrong on it.
    private static void commands() {
        run("version");
        run("start", "--port", "none");
        run("status");
        run("start", "--port", "0");
        run("status");
        run("status", "--json");
        run("start");
        run("health");
        run("logs");
        run("stop");
        run("stop");
    }

    private static void run(String... arguments) {
        Cli.run(List.of(arguments), System.getenv());
    }

    /// As [BackgroundHub#start] starts it, which the environment must say ([Detached#VARIABLE]).
    private static void hub() {
        Thread.ofPlatform()
                .daemon()
                .start(() -> System.exit(Cli.run(List.of("start", "--foreground", "--port", "0"), System.getenv())));
        BackgroundHub place = BackgroundHub.ofThisUser();
        while (!(place.daemon().status() instanceof Daemon.Status.Running(DaemonRecord hub))
                || !BackgroundHub.answers(hub)) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        System.exit(ExitCode.OK);
    }
}
