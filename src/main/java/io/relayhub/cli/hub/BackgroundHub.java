package io.relayhub.cli.hub;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.process.BackgroundProcess;
import io.relayhub.cli.process.Self;
import io.relayhub.daemon.Daemon.StartResult;
import io.relayhub.daemon.Daemon.Status;
import io.relayhub.daemon.DaemonRecord;
import io.relayhub.daemon.light.HealthCheck;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The hub of this user in the background: `cloud-server` in the state directory.
public final class BackgroundHub extends BackgroundProcess {
    private static final String NAME = "cloud-server";

    private final Map<String, String> environment;

    BackgroundHub(Map<String, String> environment) {
        super(environment, NAME);
        this.environment = environment;
    }

    public static BackgroundHub ofThisUser() {
        return new BackgroundHub(System.getenv());
    }

    @Override
    protected String noun() {
        return "hub";
    }

    /// There is only one, so the event says it all.
    @Override
    protected String told(DaemonRecord record, String event) {
        return event.substring(0, 1).toUpperCase(Locale.ROOT) + event.substring(1);
    }

    /// One in the foreground prints where it was started.
    @Override
    protected boolean hasLog(DaemonRecord record) {
        return !record.isTrue(ForegroundHub.FOREGROUND);
    }

    /// The hub that runs, or is about to, in the foreground.
    Optional<DaemonRecord> inForeground() {
        return switch (daemon().status()) {
            case Status.Absent() -> Optional.empty();
            case Status.Dead(DaemonRecord dead) -> Optional.empty();
            case Status.Starting(DaemonRecord record) -> Optional.of(record).filter(hub -> !hasLog(hub));
            case Status.Running(DaemonRecord record) -> Optional.of(record).filter(hub -> !hasLog(hub));
        };
    }

    /// @param workingDirectory where the hub looks for `application.yml` and `config/`
    StartResult start(HubSettings settings, Path workingDirectory) {
        return start(
                Self.command(Detached.COMMAND, Detached.OPTION, settings.asOptions()),
                Detached.variables(settings),
                Files.isDirectory(workingDirectory)
                        ? workingDirectory
                        : Path.of("").toAbsolutePath(),
                BackgroundHub::answers);
    }

    /// A variable of the environment with which it would not start, as a sentence; so a hub that runs is not stopped
    /// for one that cannot.
    Optional<String> wrongVariable(HubSettings settings) {
        return HubOption.wrongVariable(environment, settings);
    }

    /// @param event what happened to it, such as `started in background`
    void sayHowToConnect(DaemonRecord record, String event, Console console) {
        sayRunning(record, event, console);
        serverUrl(record).ifPresent(console::connectCommand);
    }

    /// Whether it answers its health check within a second.
    public static boolean answers(DaemonRecord hub) {
        return hub.text("health").map(URI::create).filter(HealthCheck::answers).isPresent();
    }

    static Optional<String> serverUrl(DaemonRecord hub) {
        return hub.text("serverUrl");
    }
}
